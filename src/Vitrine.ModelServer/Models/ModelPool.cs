using Vitrine.ModelServer.Api;
using Vitrine.ModelServer.Hosting;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Documents;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.ModelServer.Models;

/// <summary>
/// Where requests get their model: at once when it is loaded, after its load when not. Models that nobody uses make room for others and go
/// after a time; one that is used never does. Safe from any thread.
/// </summary>
/// <remarks>
/// The way of a request: <see cref="ModelCatalog"/> says what is on disk, <see cref="PoolTable"/> decides, <see cref="ModelLoader"/> loads on a
/// thread of its own, <see cref="ModelUnloader"/> frees. All who want a model while it loads share one load and its end.
/// </remarks>
internal sealed class ModelPool(ModelCatalog catalog, PoolTable table, ModelLoader loader, ModelUnloader unloader, StopGate gate, TimeProvider clock)
{
    private const int ShownNameLength = 80;

    /// <summary>Gets a model for a request, and says so as a <c>pool_acquire</c> scope of it.</summary>
    /// <param name="name">The id that the request names.</param>
    /// <param name="inference">The request's scope.</param>
    /// <param name="clientLeft">Fires when nobody waits any more. Who caused a load stays with it to its end, because it is a scope of that request.</param>
    /// <returns>The lease, which the caller disposes when the model has done its work; or why there is none.</returns>
    public async ValueTask<(ModelLease? Lease, ApiError? Error)> AcquireAsync(string name, Operation inference, CancellationToken clientLeft)
    {
        using var acquire = inference.Begin(InferenceKinds.PoolAcquire);
        var entry = table.Enter(name, catalog.Find(name), acquire, clock.GetUtcNow());
        if (entry.Replaced is { } replaced) unloader.Replace(replaced, entry.StreamsLeft);
        if (entry.Hit is { } member) return (Grant(acquire, "hit", member), null);
        if (entry.IsBusy) return (null, Refuse(acquire, new ApiError(ErrorCode.Unavailable, "The server is busy: as many models as it may hold are in use or being loaded. Try again later.")));
        if (entry.Load is not { } load) return (null, Refuse(acquire, new ApiError(ErrorCode.NotFound, $"There is no model '{Shorten(name)}'. {Nearest.Suggest(Shorten(name), catalog.Ids)}")));
        if (entry.Leads) loader.Start(load);
        return await AwaitAsync(acquire, load, entry.Leads, clientLeft);
    }

    /// <summary>Gives a stream back. The lease's business.</summary>
    public void Release(PooledModel member)
    {
        if (table.Release(member, clock.GetUtcNow())) _ = unloader.UnloadAsync(new Eviction(member, Eviction.Replacement));
    }

    /// <summary>Frees a model that nobody uses, or says why not. It is free when this returns.</summary>
    public async Task<ApiError?> UnloadAsync(string name)
    {
        var (taken, isLoading, streams) = table.Take(name);
        if (taken is not null)
        {
            await unloader.UnloadAsync(new Eviction(taken, Eviction.Invalidation));
            return null;
        }

        var shown = Shorten(name);
        return isLoading ? new ApiError(ErrorCode.FailedPrecondition, $"The model '{shown}' is being loaded. Unload it when it is.")
            : streams > 0 ? new ApiError(ErrorCode.FailedPrecondition, $"The model '{shown}' has {streams} active streams. Unload it when they have ended.")
            : new ApiError(ErrorCode.NotFound, $"The model '{shown}' is not loaded. GET /v1/models/ps lists those that are.");
    }

    private async ValueTask<(ModelLease?, ApiError?)> AwaitAsync(Operation acquire, ModelLoad load, bool leads, CancellationToken clientLeft)
    {
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(gate.StreamsEnd, leads ? CancellationToken.None : clientLeft);
        try
        {
            var end = await load.End.WaitAsync(leave.Token);
            if (end.Member is not { } member) return (null, Refuse(acquire, end.Error!));
            if (!clientLeft.IsCancellationRequested) return (Grant(acquire, leads ? "miss" : "dedup", member), null);
            Release(member);
        }
        catch (OperationCanceledException)
        {
            if (leads) load.Orphan();
            if (!table.Leave(load) && (await load.End).Member is { } member) Release(member);
        }

        return (null, Refuse(acquire, clientLeft.IsCancellationRequested ? new ApiError(ErrorCode.Canceled, "The client left.") : new ApiError(ErrorCode.Unavailable, "The server is shutting down.")));
    }

    private ModelLease Grant(Operation acquire, string result, PooledModel member)
    {
        acquire.Set(ModelFacts.PoolResult, result).End(Outcome.Ok);
        return new ModelLease(this, member);
    }

    private static ApiError Refuse(Operation acquire, ApiError error)
    {
        acquire.Set(ModelFacts.PoolResult, error.Code == ErrorCode.Unavailable ? "busy" : "error").End(error.Code.Outcome, error.Code.Name, error.Detail ?? error.Message);
        return error;
    }

    private static string Shorten(string name) => name.Length > ShownNameLength ? name[..ShownNameLength] + "…" : name;
}
