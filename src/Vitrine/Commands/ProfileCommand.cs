using System.CommandLine;
using System.Text.RegularExpressions;
using Vitrine.Profiles;
using Vitrine.Profiling.Flame;
using Vitrine.Supervision;
using Vitrine.Terminal;

namespace Vitrine.Commands;

/// <summary><c>vitrine profile KIND [TARGET]</c>: takes a profile of a running service, or reads one, and shows what costs most.</summary>
internal static class ProfileCommand
{
    private const string DefaultRole = "model";
    private static readonly TimeSpan s_longestMatch = TimeSpan.FromSeconds(1);

    public static Command Create(Surroundings surroundings)
    {
        var kind = new Argument<string>("kind") { Description = "What is measured" };
        kind.AcceptOnlyFromAmong([.. CaptureKind.All.Select(each => each.Name)]);
        var target = new Argument<string>("target") { Description = "A role of the running vitrine up, the URL of any pprof server (Go's too), or a file", DefaultValueFactory = _ => DefaultRole };
        var options = new ProfileOptions();
        var command = new Command("profile", "Take a profile of a running service: a table of what costs most, a flame graph, a file for go tool pprof") { kind, target };
        options.AddTo(command);
        command.WithExamples(
            "profile cpu",
            "profile cpu gateway --seconds 10 --flame gateway.svg",
            "profile cpu http://localhost:8090 --output cpu.pb.gz",
            "profile heap model --gc --sample-index inuse_objects",
            "profile cpu --label model=vitrine-tiny --focus Attention",
            "profile cpu cpu.pb.gz --flame cpu.svg");
        command.Does(surroundings, async (parsed, cancellation) =>
        {
            using var stop = StopSignals.OfTerminal();
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, stop.Token);
            var (wanted, subject) = (CaptureKind.Of(parsed.GetRequiredValue(kind)), parsed.GetRequiredValue(target));
            var file = Path.GetFullPath(subject, surroundings.WorkingFolder);
            if (!subject.Contains("://", StringComparison.Ordinal) && File.Exists(file)) return Show(await File.ReadAllBytesAsync(file, either.Token), wanted, Path.GetFileName(file), parsed, options, surroundings);

            var capture = CaptureRequest.Of(wanted, NameOf(subject), AddressOf(subject, parsed, options, surroundings), parsed.GetValue(options.Seconds), parsed.GetValue(options.Gc));
            using var http = LocalHttp.Create();
            var title = $"{wanted.Name} of {capture.Server}";
            try
            {
                var bytes = await CaptureProgress.WatchAsync(new ProfileClient(http).FetchAsync(capture, either.Token), title, capture.Duration, surroundings);
                return Show(bytes, wanted, title, parsed, options, surroundings);
            }
            catch (OperationCanceledException)
            {
                throw new CommandFailure("Stopped: nothing was kept.", ExitCode.Interrupted);
            }
        });
        return command;
    }

    private static int Show(byte[] bytes, CaptureKind kind, string title, ParseResult parsed, ProfileOptions options, Surroundings surroundings)
    {
        var profile = Read(bytes, title);
        if (parsed.GetValue(options.Output) is { } output) Keep(output, surroundings, path => File.WriteAllBytes(path, bytes));
        var sampleKind = KindOf(profile, kind, parsed.GetValue(options.SampleIndex));
        if (parsed.GetValue(options.Focus) is { } focus) profile = profile.Focus(PatternOf(focus));
        if (parsed.GetValue(options.Label) is { } label) profile = label.Split('=', 2) is [var key, var value] ? profile.WithLabel(key, value) : throw new CommandFailure($"--label must be name=value, such as model=vitrine-tiny, not '{label}'.", ExitCode.Usage);
        TopView.Write(surroundings.ForOutput(), title, profile, sampleKind, parsed.GetValue(options.Top));
        if (parsed.GetValue(options.Flame) is { } flame) Keep(flame, surroundings, path => File.WriteAllText(path, FlameSvg.Of(profile, sampleKind, title)));
        return ExitCode.Ok;
    }

    private static StackProfile Read(byte[] bytes, string title)
    {
        try
        {
            return StackProfileReader.Read(bytes);
        }
        catch (ProfileFormatException e)
        {
            throw new CommandFailure($"{title} cannot be read: {e.Message}");
        }
    }

    private static int KindOf(StackProfile profile, CaptureKind wanted, string? name)
    {
        if (name is null) return wanted.Sample is { } usual && profile.IndexOf(usual) is >= 0 and var index ? index : profile.DefaultKind;
        var place = profile.IndexOf(name);
        return place >= 0 ? place : throw new CommandFailure($"--sample-index: this profile does not measure '{name}'. It measures {string.Join(", ", profile.Kinds.Select(kind => kind.Name))}.", ExitCode.Usage);
    }

    private static Regex PatternOf(string focus)
    {
        try
        {
            return new Regex(focus, RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, s_longestMatch);
        }
        catch (RegexParseException e)
        {
            throw new CommandFailure($"--focus is no pattern: {e.Message}", ExitCode.Usage);
        }
    }

    private static string NameOf(string subject) => Uri.TryCreate(subject, UriKind.Absolute, out var url) && subject.Contains("://", StringComparison.Ordinal) ? url.Authority : subject;

    private static DebugAddress AddressOf(string subject, ParseResult parsed, ProfileOptions options, Surroundings surroundings)
    {
        var keys = parsed.GetValue(options.Keys) is { } file ? Path.GetFullPath(file, surroundings.WorkingFolder) : null;
        if (Uri.TryCreate(subject, UriKind.Absolute, out var url) && url.Scheme is "http" or "https") return DebugAddress.Of(subject, keys);
        var folder = options.Data.Resolve(parsed, surroundings);
        var instance = RunningInstance.Find(folder)
            ?? throw new CommandFailure($"'{subject}' is no file and no URL, and no vitrine up runs with the data directory {folder}. Start one, name its --data-dir, or give an address such as http://localhost:8090.");
        return instance.Roles.FirstOrDefault(role => role.Name == subject) is { } running
            ? DebugAddress.Of(running.DebugUrl, keys ?? running.ApiKeyFile)
            : throw new CommandFailure($"'{subject}' is no file, no URL and no role that runs: {string.Join(", ", instance.Roles.Select(role => role.Name))}.", ExitCode.Usage);
    }

    private static void Keep(string file, Surroundings surroundings, Action<string> write)
    {
        var path = Path.GetFullPath(file, surroundings.WorkingFolder);
        try
        {
            write(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure($"{file} cannot be written: {e.Message}");
        }

        surroundings.Error.WriteLine($"written: {file}");
    }
}
