using System.Collections.Concurrent;
using Vitrine.Gateway.Pipeline;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Gateway.Queueing;

/// <summary>Waits for a turn in the queue of the request's model, and gives the place back when the request is over.</summary>
/// <remarks>A queue is made for a model that a route declares, so strangers' names make none.</remarks>
internal sealed class QueueStage(FairnessOptions options, TimeProvider clock) : IStage, ISettlement, IDisposable
{
    private readonly ConcurrentDictionary<string, FairnessQueue> _queues = new(StringComparer.Ordinal);

    /// <summary>Requests that wait, for whichever model.</summary>
    public int Waiting => _queues.Values.Sum(static queue => queue.Waiting);

    public Kind Scope => InferenceKinds.QueueWait;

    public async ValueTask<GatewayError?> RunAsync(Exchange exchange, Operation scope)
    {
        var queue = _queues.GetOrAdd(exchange.Request!.Model, static (_, stage) => stage.MakeQueue(), this);
        try
        {
            if (await queue.EnterAsync(exchange.Caller, exchange.Aborted) is { } refused) return refused;
        }
        catch (OperationCanceledException) when (exchange.Aborted.IsCancellationRequested && !exchange.WasCut)
        {
            return GatewayErrors.LeftQueue;
        }

        exchange.Place = queue;
        return null;
    }

    public void Settle(Exchange exchange)
    {
        exchange.Place?.Leave(exchange.Caller, exchange.Usage);
        exchange.Place = null;
    }

    public void Dispose()
    {
        foreach (var queue in _queues.Values) queue.Dispose();
    }

    private FairnessQueue MakeQueue() => new(options, clock);
}
