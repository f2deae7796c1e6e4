using Vitrine.Telemetry;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Ledger.Tests.Files;

/// <summary>What an engine tells beside its answers, line by line.</summary>
internal sealed class ToldByEngine : IProjection
{
    private readonly TaskCompletionSource _damage = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> _lines = [];

    public string Name => "told";

    public string[] Lines
    {
        get
        {
            lock (_lines) return [.. _lines];
        }
    }

    /// <summary>Completed once damage was told.</summary>
    public Task Damage => _damage.Task;

    public void OnOpened(Operation scope) => Add($"{scope.Kind.Name} opened");

    public void OnEnded(Operation scope) => Add($"{scope.Kind.Name} {scope.Outcome}");

    public void OnPoint(Operation point)
    {
        Fact[] facts = [LedgerFacts.Position, LedgerFacts.CommitNumber, LedgerFacts.Check];
        Add(string.Join(' ', facts.Where(fact => point.TryGet(fact, out _)).Select(fact => point.TryGet(fact, out var value) ? value.ToString() : "").Prepend(point.Kind.Name)));
        if (point.Kind == LedgerKinds.ChecksumFailure) _damage.TrySetResult();
    }

    private void Add(string line)
    {
        lock (_lines) _lines.Add(line);
    }
}
