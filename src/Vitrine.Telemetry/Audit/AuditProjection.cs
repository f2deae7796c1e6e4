using Vitrine.Telemetry.Lines;
using Vitrine.Telemetry.Logs;

namespace Vitrine.Telemetry.Audit;

/// <summary>
/// Writes audit entries as <see cref="LinesProjection"/> writes log lines, with one difference: of the rules on an operation's kind the first that
/// applies writes, and no other. However many packs are active, an operation gives at most one entry.
/// </summary>
/// <param name="rules">The rules of all packs, in the order of the packs.</param>
/// <param name="entries">Where they go.</param>
internal sealed class AuditProjection(IReadOnlyList<Line> rules, AuditEntries entries) : IProjection
{
    private readonly LinesByKind _rules = new(rules);

    /// <inheritdoc/>
    public string Name => "audit entries";

    /// <inheritdoc/>
    public bool Wants(Kind kind) => _rules.Has(kind);

    /// <inheritdoc/>
    public void OnOpened(Operation scope) => Write(_rules.Opened(scope.Kind), scope);

    /// <inheritdoc/>
    public void OnPoint(Operation point) => Write(_rules.Ended(point.Kind), point);

    /// <inheritdoc/>
    public void OnEnded(Operation scope) => Write(_rules.Ended(scope.Kind), scope);

    private void Write(Line[]? candidates, Operation operation)
    {
        if (candidates is null) return;
        foreach (var rule in candidates)
        {
            if (!rule.Applies(operation)) continue;
            var json = JsonLineBuilder.Rent();
            rule.WriteJson(json, operation, entries.Envelope);
            entries.Output.Write(json.Finish());
            json.Return();
            return;
        }
    }
}
