using Vitrine.Telemetry;
using Vitrine.Telemetry.Lines;
using Vitrine.Telemetry.Packs;

namespace Vitrine.Packs.Tests.Support;

/// <summary>
/// What moved while a synthetic service ran, held against what its first pack declares: nothing is advertised that is not driven. It looks
/// at every operation, and at a page whenever the scenario asks it to, because a gauge or a row may be gone at the end.
/// </summary>
internal sealed class Coverage : IProjection
{
    private readonly HashSet<string> _moved = new(StringComparer.Ordinal);
    private readonly VitrineTelemetry _telemetry;
    private readonly CompiledPack _pack;

    public Coverage(VitrineTelemetry telemetry)
    {
        (_telemetry, _pack) = (telemetry, telemetry.Packs[0]);
        telemetry.AddProjection(this);
    }

    /// <inheritdoc/>
    public string Name => "coverage";

    /// <summary>Families, lines and spans that the pack declares and that did not move; empty when all did. Reported as the pack's report names them.</summary>
    public IReadOnlyList<string> Unmoved => [.. _pack.Report.Driven.Concat(_pack.Report.Missing).Where(name => !_moved.Contains(name))];

    /// <summary>Scrapes: every family with a sample other than zero has moved.</summary>
    public void Scrape()
    {
        foreach (var (sample, value) in Scrapes.Samples(_telemetry.Page()))
        {
            if (value == "0") continue;
            var name = sample.Split('{')[0];
            _moved.Add(name);
            if (name.EndsWith("_count", StringComparison.Ordinal)) _moved.Add(name[..^"_count".Length]);
        }
    }

    /// <inheritdoc/>
    public void OnOpened(Operation scope) => Note(scope, LineMoment.Open);

    /// <inheritdoc/>
    public void OnPoint(Operation point) => OnEnded(point);

    /// <inheritdoc/>
    public void OnEnded(Operation scope)
    {
        Note(scope, LineMoment.End);
        _moved.Add($"span {scope.Kind.Name}");
    }

    private void Note(Operation operation, LineMoment moment)
    {
        foreach (var line in _pack.Lines)
        {
            if (line.Kind == operation.Kind && line.Definition.Moment == moment && line.Applies(operation)) _moved.Add($"line {line.Definition.Name}");
        }
    }
}
