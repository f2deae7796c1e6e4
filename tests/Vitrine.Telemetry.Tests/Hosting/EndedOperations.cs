using System.Threading.Channels;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Telemetry.Tests.Hosting;

/// <summary>The requests that ended, in order, each awaited when it is needed: no test sleeps for one.</summary>
internal sealed class EndedOperations : IProjection
{
    private readonly Channel<Ending> _endings = Channel.CreateUnbounded<Ending>();

    public string Name => "ended operations";

    public int Count => _endings.Reader.Count;

    public bool Wants(Kind kind) => kind == HttpKinds.Http;

    public void OnEnded(Operation scope) => _endings.Writer.TryWrite(new Ending(
        scope.Outcome,
        scope.TryGet(HttpFacts.StatusCode, out var status) ? (int)status.AsDouble() : 0,
        scope.ErrorType,
        scope.Kind.Facts.Where(fact => scope.TryGetOwn(fact, out _)).ToDictionary(fact => fact.Name, fact => scope.TryGetOwn(fact, out var value) ? value.ToString() : "", StringComparer.Ordinal)));

    public async Task<Ending> NextAsync()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        return await _endings.Reader.ReadAsync(deadline.Token);
    }

    internal sealed record Ending(Outcome Outcome, int Status, string? ErrorType, IReadOnlyDictionary<string, string> Facts);
}
