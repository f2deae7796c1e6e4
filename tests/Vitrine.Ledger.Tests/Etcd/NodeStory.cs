using Vitrine.Telemetry;

namespace Vitrine.Ledger.Tests.Etcd;

/// <summary>What a node told, in order: scopes as they end, with their outcome, and points.</summary>
internal sealed class NodeStory : IProjection
{
    private readonly List<Told> _told = [];

    public string Name => "story";

    public void OnPoint(Operation point) => Add(point, point.Value);

    public void OnEnded(Operation scope) => Add(scope, 0);

    /// <summary>Everything of a kind.</summary>
    public IReadOnlyList<Told> Of(Kind kind)
    {
        lock (_told) return [.. _told.Where(told => told.Kind == kind)];
    }

    private void Add(Operation operation, double value)
    {
        var facts = operation.Kind.Facts.Where(fact => operation.TryGetOwn(fact, out _)).ToDictionary(fact => fact.Name, fact => operation.TryGetOwn(fact, out var own) ? own.ToString() : "", StringComparer.Ordinal);
        lock (_told) _told.Add(new Told(operation.Kind, operation.Outcome, value, facts));
    }

    internal sealed record Told(Kind Kind, Outcome Outcome, double Value, IReadOnlyDictionary<string, string> Facts)
    {
        public long Number(Fact<long> fact) => long.Parse(Facts[fact.Name]);
    }
}
