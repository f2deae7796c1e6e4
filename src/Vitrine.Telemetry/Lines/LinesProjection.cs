using System.Text;
using Vitrine.Telemetry.Logs;
using Vitrine.Telemetry.Packs;

namespace Vitrine.Telemetry.Lines;

/// <summary>Writes the log lines of a pack: one for each operation that a line definition looks at.</summary>
internal sealed class LinesProjection : IProjection
{
    private readonly Line[]?[] _opened;
    private readonly Line[]?[] _ended;
    private readonly ServiceLog _log;

    public LinesProjection(IReadOnlyList<Line> lines, ServiceLog log)
    {
        Lines = lines;
        _log = log;
        _opened = ByKind(lines.Where(line => line.Definition.Moment == LineMoment.Open));
        _ended = ByKind(lines.Where(line => line.Definition.Moment == LineMoment.End));
    }

    /// <inheritdoc/>
    public string Name => "log lines";

    /// <summary>All lines, in the pack's order.</summary>
    public IReadOnlyList<Line> Lines { get; }

    /// <inheritdoc/>
    public bool Wants(Kind kind) => Of(_opened, kind) is not null || Of(_ended, kind) is not null;

    /// <inheritdoc/>
    public void OnOpened(Operation scope) => Write(Of(_opened, scope.Kind), scope);

    /// <inheritdoc/>
    public void OnPoint(Operation point) => Write(Of(_ended, point.Kind), point);

    /// <inheritdoc/>
    public void OnEnded(Operation scope) => Write(Of(_ended, scope.Kind), scope);

    /// <summary>The lines that this operation wrote, rendered again; for the debug page.</summary>
    public IReadOnlyList<string> Describe(Operation operation)
    {
        var texts = new List<string>();
        foreach (var line in (Of(_opened, operation.Kind) ?? []).Concat(operation.HasEnded ? Of(_ended, operation.Kind) ?? [] : []))
        {
            if (!_log.IsEnabled(line) || !line.Applies(operation)) continue;
            var json = JsonLineBuilder.Rent();
            Render(json, line, operation);
            texts.Add(Encoding.UTF8.GetString(json.Finish()));
            json.Return();
        }

        return texts;
    }

    private static Line[]? Of(Line[]?[] byKind, Kind kind) => (uint)kind.Id < (uint)byKind.Length ? byKind[kind.Id] : null;

    private static Line[]?[] ByKind(IEnumerable<Line> lines)
    {
        var all = lines.ToArray();
        var byKind = new Line[]?[all.Length == 0 ? 0 : all.Max(line => line.Kind.Id) + 1];
        foreach (var group in all.GroupBy(line => line.Kind.Id)) byKind[group.Key] = [.. group];
        return byKind;
    }

    private void Write(Line[]? lines, Operation operation)
    {
        if (lines is null) return;
        foreach (var line in lines)
        {
            if (!line.Applies(operation)) continue;
            foreach (var tally in line.Tallies) tally.Count(operation);
            if (!_log.IsEnabled(line)) continue;
            var json = JsonLineBuilder.Rent();
            Render(json, line, operation);
            _log.Write(line.Definition.IsAccess, json.Finish());
            json.Return();
        }
    }

    private void Render(JsonLineBuilder json, Line line, Operation operation)
    {
        if (line.Definition.IsAccess && _log.AccessAsText && line.Definition.Text.Count > 0) line.WriteText(json, operation);
        else line.WriteJson(json, operation, _log.Envelope);
    }
}
