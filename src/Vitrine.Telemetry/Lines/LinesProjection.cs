using System.Text;
using Vitrine.Telemetry.Logs;
using Vitrine.Telemetry.Packs;

namespace Vitrine.Telemetry.Lines;

/// <summary>Writes the log lines of a pack: one for each operation that a line definition looks at.</summary>
internal sealed class LinesProjection(IReadOnlyList<Line> lines, ServiceLog log) : IProjection
{
    private readonly LinesByKind _lines = new(lines);

    /// <inheritdoc/>
    public string Name => "log lines";

    /// <summary>All lines, in the pack's order.</summary>
    public IReadOnlyList<Line> Lines => lines;

    /// <inheritdoc/>
    public bool Wants(Kind kind) => _lines.Has(kind);

    /// <inheritdoc/>
    public void OnOpened(Operation scope) => Write(_lines.Opened(scope.Kind), scope);

    /// <inheritdoc/>
    public void OnPoint(Operation point) => Write(_lines.Ended(point.Kind), point);

    /// <inheritdoc/>
    public void OnEnded(Operation scope) => Write(_lines.Ended(scope.Kind), scope);

    /// <summary>The lines that this operation wrote, rendered again; for the debug page.</summary>
    public IReadOnlyList<string> Describe(Operation operation)
    {
        var texts = new List<string>();
        foreach (var line in (_lines.Opened(operation.Kind) ?? []).Concat(operation.HasEnded ? _lines.Ended(operation.Kind) ?? [] : []))
        {
            if (!log.IsEnabled(line) || !line.Applies(operation)) continue;
            var json = JsonLineBuilder.Rent();
            Render(json, line, operation);
            texts.Add(Encoding.UTF8.GetString(json.Finish()));
            json.Return();
        }

        return texts;
    }

    private void Write(Line[]? written, Operation operation)
    {
        if (written is null) return;
        foreach (var line in written)
        {
            if (!line.Applies(operation)) continue;
            foreach (var tally in line.Tallies) tally.Count(operation);
            if (!log.IsEnabled(line)) continue;
            var json = JsonLineBuilder.Rent();
            Render(json, line, operation);
            log.Write(line.Definition.IsAccess, json.Finish());
            json.Return();
        }
    }

    private void Render(JsonLineBuilder json, Line line, Operation operation)
    {
        if (line.Definition.IsAccess && log.AccessAsText && line.Definition.Text.Count > 0) line.WriteText(json, operation);
        else line.WriteJson(json, operation, log.Envelope);
    }
}
