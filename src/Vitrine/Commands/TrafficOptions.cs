using System.CommandLine;
using System.Globalization;
using Vitrine.Settings;
using Vitrine.Traffic;

namespace Vitrine.Commands;

/// <summary>The flags of <c>vitrine load --shape</c>. They say what traffic is sent, and nothing of where to.</summary>
internal sealed class TrafficOptions
{
    /// <summary>The rate of an open loop when neither a rate nor a number of callers is given: a small model on a small machine keeps up.</summary>
    private const double DefaultRate = 5;

    /// <summary>The most requests that an open loop has under way when nobody says.</summary>
    private const int DefaultUnderWay = 64;

    private readonly Option<string?> _shape = new("--shape") { Description = $"What to send: {string.Join("; ", TrafficShape.All.Select(shape => $"{shape.Name} ({shape.Summary})"))}", HelpName = string.Join('|', TrafficShape.All.Select(shape => shape.Name)) };
    private readonly Option<bool> _faults = new("--faults") { Description = "One request in ten leaves in mid-stream, breaks off its body, or is malformed, oversized, for an unknown model" };
    private readonly Option<double?> _rate = new("--rate") { Description = $"Requests a second that arrive whatever the answers take (open loop) [default: {DefaultRate}, without --concurrency]", HelpName = "N" };
    private readonly Option<int?> _concurrency = new("--concurrency") { Description = $"Callers who each wait for their answer (closed loop); with --rate, the most requests under way [default: {DefaultUnderWay}]", HelpName = "N" };
    private readonly Option<string> _duration = new("--duration") { Description = "How long requests are sent; 0 means until Ctrl-C", HelpName = "duration", DefaultValueFactory = _ => "30s" };
    private readonly Option<string> _timeout = new("--timeout") { Description = "The longest time for one answer", HelpName = "duration", DefaultValueFactory = _ => "1m" };
    private readonly Option<bool> _stream = new("--stream") { Description = "Every chat is streamed [default: three of four]" };
    private readonly Option<bool> _noStream = new("--no-stream") { Description = "No chat is streamed" };
    private readonly Option<int> _maxTokens = new("--max-tokens") { Description = "The longest answer asked for, in tokens", HelpName = "N", DefaultValueFactory = _ => 64 };
    private readonly Option<int> _promptWords = new("--prompt-words") { Description = "About the longest of the long prompts, in words", HelpName = "N", DefaultValueFactory = _ => 400 };
    private readonly Option<string?> _model = new("--model") { Description = "The model that is asked [default: the first of /v1/models]", HelpName = "NAME" };
    private readonly Option<int> _seed = new("--seed") { Description = "The same seed sends the same requests in the same order", HelpName = "N", DefaultValueFactory = _ => 1 };

    public TrafficOptions(Command command)
    {
        _shape.AcceptOnlyFromAmong([.. TrafficShape.All.Select(shape => shape.Name)]);
        foreach (var option in All) command.Options.Add(option);
    }

    private IReadOnlyList<Option> All => [_shape, _rate, _concurrency, _duration, _faults, _stream, _noStream, _model, _maxTokens, _promptWords, _timeout, _seed];

    /// <summary>Whether a shape is asked for.</summary>
    public bool IsAsked(ParseResult parsed) => parsed.GetValue(_shape) is not null;

    /// <summary>The flags that were given, and have no meaning without a shape.</summary>
    public IEnumerable<string> Given(ParseResult parsed) => LoadCommand.Given(parsed, All);

    /// <summary>The plan; its model is empty when none was named.</summary>
    /// <exception cref="SettingsException">Something is wrong with the flags; all of it is said at once.</exception>
    public TrafficPlan PlanOf(ParseResult parsed)
    {
        var errors = new List<string>();
        var (rate, concurrency) = (parsed.GetValue(_rate), parsed.GetValue(_concurrency));
        if (rate is < 0.001 or > 100_000) errors.Add($"--rate must be a number from 0.001 to 100000, not {rate.Value.ToString(CultureInfo.InvariantCulture)}.");
        InRange(concurrency ?? DefaultUnderWay, _concurrency.Name, 1, 10_000);
        InRange(parsed.GetValue(_maxTokens), _maxTokens.Name, 1, 1_000_000);
        InRange(parsed.GetValue(_promptWords), _promptWords.Name, 10, 1_000_000);
        var (duration, timeout) = (DurationOf(_duration), DurationOf(_timeout));
        if (timeout == TimeSpan.Zero) errors.Add($"{_timeout.Name} must be longer than 0.");
        if (parsed.GetValue(_stream) && parsed.GetValue(_noStream)) errors.Add("--stream and --no-stream exclude each other.");
        var shape = TrafficShape.Find(parsed.GetRequiredValue(_shape)!)!;
        if (shape.Name == "burst" && rate is null && concurrency is not null) errors.Add("--shape burst says when requests arrive, and callers who wait for their answers do not follow it: give --rate too.");
        if (errors.Count > 0) throw new SettingsException(errors);
        return new TrafficPlan
        {
            Shape = shape,
            Inputs = new CallInputs(parsed.GetValue(_model) ?? "", parsed.GetValue(_stream) ? true : parsed.GetValue(_noStream) ? false : null, parsed.GetValue(_maxTokens), parsed.GetValue(_promptWords)),
            RatePerSecond = rate ?? (concurrency is null ? DefaultRate : null),
            Concurrency = concurrency ?? DefaultUnderWay,
            Duration = duration > TimeSpan.Zero ? duration : null,
            Timeout = timeout,
            HasFaults = parsed.GetValue(_faults),
            Seed = parsed.GetValue(_seed),
        };

        void InRange(int value, string name, int least, int most)
        {
            if (value < least || value > most) errors.Add($"{name} must be a whole number from {least} to {most}, not {value}.");
        }

        TimeSpan DurationOf(Option<string> option)
        {
            var text = parsed.GetRequiredValue(option);
            if (!DurationText.TryParse(text, out var value)) errors.Add($"{option.Name} must be {ValueKinds.Duration.Accepted}, not '{text}'.");
            return value;
        }
    }
}
