using System.Diagnostics;
using System.Text;

namespace Vitrine.Telemetry.DebugServer;

/// <summary>Copies operations into views. The caller holds the ring's lock while it does.</summary>
internal sealed class OperationCopy(VitrineTelemetry telemetry)
{
    /// <summary>A root without lines and series, and with <paramref name="depth"/> levels of scopes below it: a row of a list.</summary>
    public OperationView Folded(Operation root, int depth) => Branch(root, root.StartTimestamp, depth) with { Service = telemetry.ServiceName, TraceId = root.Span?.TraceId.ToHexString() };

    /// <summary>A root with everything in it.</summary>
    public OperationView Unfolded(Operation root) => Tree(root, root.StartTimestamp) with { Service = telemetry.ServiceName, TraceId = root.Span?.TraceId.ToHexString() };

    private static OperationView Branch(Operation scope, long origin, int depth) => depth == 0 ? Own(scope, origin) : Own(scope, origin) with
    {
        Children = [.. scope.Children().Select(child => Branch(child, origin, depth - 1))],
    };

    private OperationView Tree(Operation scope, long origin) => Own(scope, origin) with
    {
        Lines = telemetry.Lines?.Describe(scope) ?? [],
        Series = scope.HasEnded ? SeriesOf(scope) : [],
        Children = [.. scope.Children().Select(child => Tree(child, origin))],
    };

    private static OperationView Own(Operation scope, long origin) => new()
    {
        Sequence = scope.Sequence,
        Kind = scope.Kind.Name,
        Outcome = scope.HasEnded ? scope.Outcome.Name() : null,
        ErrorType = scope.ErrorType,
        ErrorMessage = scope.ErrorMessage,
        StartedAt = scope.StartedAt,
        OffsetMs = Rounded(Stopwatch.GetElapsedTime(origin, scope.StartTimestamp)),
        DurationMs = Rounded(scope.Duration),
        SpanId = scope.Span?.SpanId.ToHexString(),
        Sampled = scope.Span is { Recorded: true },
        Facts = FactsOf(scope),
    };

    private static List<FactView> FactsOf(Operation scope)
    {
        var facts = new List<FactView>();
        foreach (var fact in scope.Kind.Facts)
        {
            if (!scope.TryGetOwn(fact, out var value)) continue;
            var unit = fact.Unit.Length == 0 ? null : fact.Unit;
            facts.Add(value.Type switch
            {
                FactType.Text => new FactView(fact.Name, Text: value.Text),
                FactType.Flag => new FactView(fact.Name, Flag: value.AsDouble() != 0),
                _ => new FactView(fact.Name, Number: value.AsDouble() is var number && double.IsFinite(number) ? number : 0, Unit: unit),
            });
        }

        return facts;
    }

    private List<SeriesView> SeriesOf(Operation scope)
    {
        var moved = new List<SeriesView>();
        foreach (var pack in telemetry.Packs)
        {
            foreach (var (feed, series, value) in pack.Metrics.MovedBy(scope))
            {
                moved.Add(new SeriesView(pack.Name, feed.Family.Name, TypeOf(feed.Family), Encoding.UTF8.GetString(series.Labels), value));
            }
        }

        return moved;
    }

    private static string TypeOf(Metrics.Family family) => family switch
    {
        Metrics.CounterFamily => "counter",
        Metrics.GaugeFamily => "gauge",
        Metrics.HistogramFamily => "histogram",
        _ => "stat",
    };

    private static double Rounded(TimeSpan time) => Math.Round(time.TotalMilliseconds, 3);
}
