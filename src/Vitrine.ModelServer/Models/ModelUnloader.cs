using System.Collections.Concurrent;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.ModelServer.Models;

/// <summary>Frees models that have left the pool, and says so: a <c>pool_eviction</c>, then a <c>model_unload</c>.</summary>
internal sealed class ModelUnloader(PoolTable table, ModelServerOptions options, ITelemetry telemetry, TimeProvider clock, ILoggerFactory loggers)
{
    private readonly EngineLog? _engineLog = EngineLog.Of(options, loggers);
    private readonly ConcurrentDictionary<Task, bool> _pending = new();

    /// <summary>Watches for the time at which nobody has used a model for long enough.</summary>
    public void Watch(PooledModel member)
    {
        if (options.IdleTime > TimeSpan.Zero) member.Expiry = clock.CreateTimer(state => Expire((PooledModel)state!), member, options.IdleTime, Timeout.InfiniteTimeSpan);
    }

    /// <summary>A newer file took the model's place: it goes now, or with its last stream.</summary>
    public void Replace(PooledModel member, int activeStreams)
    {
        if (activeStreams == 0) _ = UnloadAsync(new Eviction(member, Eviction.Replacement));
        else Say(new Eviction(member, Eviction.Replacement), isOut: false, "skipped (replacement with active streams)", activeStreams);
    }

    /// <summary>Frees a model that is out of the table, away from the caller's thread. Its memory is free when the result ends.</summary>
    public async Task UnloadAsync(Eviction eviction)
    {
        var freed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _pending[freed.Task] = true;
        try
        {
            await Task.Run(() => Unload(eviction));
        }
        finally
        {
            _pending.TryRemove(freed.Task, out _);
            freed.SetResult();
        }
    }

    /// <summary>Frees a model that is out of the table. Waits for the engine's threads.</summary>
    public void Unload(Eviction eviction)
    {
        var (member, model) = (eviction.Member, eviction.Member.Model);
        member.Expiry?.Dispose();
        Say(eviction, isOut: true, "evicted", activeStreams: 0);
        using var unload = telemetry.Begin(ModelKinds.Unload).Set(GenAiFacts.ResponseModel, model.Name).Opened();
        var info = model.Engine.Info;
        model.Engine.Dispose();
        _engineLog?.Freed(info);
        table.Freed(member);
        unload.End(Outcome.Ok);
    }

    /// <summary>Ends when everything that is being freed is.</summary>
    public Task WhenFree() => Task.WhenAll(_pending.Keys);

    private void Expire(PooledModel member)
    {
        var (isOut, askAgain, streams) = table.Expire(member, clock.GetUtcNow());
        if (isOut) _ = UnloadAsync(new Eviction(member, Eviction.Expiry));
        if (streams > 0) Say(new Eviction(member, Eviction.Expiry), isOut: false, "prevented", streams);
        if (askAgain is { } rest) member.Expiry?.Change(rest, Timeout.InfiniteTimeSpan);
    }

    private void Say(Eviction eviction, bool isOut, string status, int activeStreams) => telemetry.Point(PoolKinds.Eviction)
        .Set(GenAiFacts.ResponseModel, eviction.Member.Model.Name)
        .Set(PoolFacts.Reason, eviction.Reason)
        .Set(PoolFacts.Selection, eviction.Selection)
        .Set(PoolFacts.Evicted, isOut)
        .Set(PoolFacts.Status, status)
        .Set(PoolFacts.ActiveStreams, activeStreams)
        .Emit();
}
