using Vitrine.Telemetry;

namespace Vitrine.ModelServer.Tests.Support;

/// <summary>Every scope of a server, in the order in which they end.</summary>
internal sealed class Story : IProjection
{
    public string Name => "story";

    public List<(string Name, Outcome Outcome, long Start, long End)> Ended { get; } = [];

    public void OnEnded(Operation scope)
    {
        lock (Ended) Ended.Add((scope.Kind.Name, scope.Outcome, scope.StartTimestamp, scope.EndTimestamp));
    }
}
