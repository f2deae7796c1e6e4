using System.Globalization;
using Vitrine.Telemetry.Metrics;

namespace Vitrine.Telemetry.Packs;

/// <summary>A pack for people: what its document declares, before any service is held against it.</summary>
/// <param name="Families">Metric families, in the order of the page.</param>
/// <param name="Lines">Log lines.</param>
/// <param name="Audit">Rules of the audit trail.</param>
/// <param name="Spans">Spans.</param>
/// <param name="Equations">Names of the reconciliation equations.</param>
public sealed record PackOutline(IReadOnlyList<FamilyOutline> Families, IReadOnlyList<LineOutline> Lines, IReadOnlyList<RuleOutline> Audit, IReadOnlyList<SpanOutline> Spans, IReadOnlyList<string> Equations)
{
    /// <summary>Outlines a pack.</summary>
    public static PackOutline Of(Pack pack) => Of(pack.Definition);

    private static PackOutline Of(PackDefinition pack) => new(
        [.. pack.Metrics.Select(metric => Of(pack, metric))],
        [.. pack.Lines.Select(line => new LineOutline(line.Name, $"{line.Level}".ToLower(CultureInfo.InvariantCulture), line.Message ?? "", Source(line)))],
        [.. pack.Audit.Select(rule => new RuleOutline(rule.Name, rule.Fields[0].Constant!, rule.Fields[1].Constant!, Source(rule)))],
        [.. pack.Spans.Select(span => new SpanOutline(span.Name, span.Kind))],
        [.. pack.Equations.Select(equation => equation.Name)]);

    private static FamilyOutline Of(PackDefinition pack, MetricDefinition metric) => new(
        metric.Name,
        metric.Type == FamilyType.Stat ? "avg_min_max" : $"{metric.Type}".ToLower(CultureInfo.InvariantCulture),
        metric.Help,
        metric.Labels,
        [.. metric.Feeds.Select(feed => Source($"{feed.Mode}".ToLower(CultureInfo.InvariantCulture), feed.Kind, feed.Value)).Distinct(StringComparer.Ordinal)],
        pack.Undriven.GetValueOrDefault(metric.Name));

    private static string Source(LineDefinition line) => Source(line.Moment == LineMoment.Open ? "open" : "end", line.Kind);

    private static string Source(string mode, string kind, string? value = null) => value is null ? $"{mode} {kind}" : $"{mode} {kind}: {value}";
}
