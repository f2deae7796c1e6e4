using Vitrine.Telemetry;

namespace Vitrine.Web.Upstream;

/// <summary>
/// The models that the upstream offers, as last listed. Nobody polls it: the list is read when somebody wants it or asks for a model that is not
/// on it, at most once within <see cref="s_freshness"/>. Thread-safe.
/// </summary>
/// <param name="client">The upstream.</param>
/// <param name="defaultModel">The model that is asked when nobody names one; empty for the first on the list.</param>
/// <param name="clock">The clock.</param>
internal sealed class OfferedModels(UpstreamClient client, string defaultModel, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan s_freshness = TimeSpan.FromSeconds(5);
    private readonly SemaphoreSlim _turn = new(1);
    private Reading? _last;

    /// <summary>The names that may become labels.</summary>
    public KnownValues Known { get; } = new(defaultModel.Length > 0 ? [defaultModel] : []);

    /// <summary>The model that is asked when nobody names one, as far as it is known; empty when not.</summary>
    public string Default => defaultModel.Length > 0 ? defaultModel : Volatile.Read(ref _last)?.Models is [var first, ..] ? first.Id : "";

    /// <summary>The models, listed within the last seconds.</summary>
    /// <exception cref="FailedAnswerException">There is no list.</exception>
    public async ValueTask<IReadOnlyList<OfferedModel>> ListAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_last is not { } last || clock.GetElapsedTime(last.At) >= s_freshness) _last = last = await ReadAsync(cancellationToken);
            return last.Failure is null ? last.Models : throw last.Failure;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>The model to ask: the one that was named, else the default. One that is not on the list is looked for, and asked for in any case.</summary>
    /// <exception cref="FailedAnswerException">No model was named, and none is known.</exception>
    public async ValueTask<string> ResolveAsync(string? named, CancellationToken cancellationToken)
    {
        var model = string.IsNullOrEmpty(named) ? Default : named;
        if (model.Length > 0 && Known.Contains(model)) return model;
        try
        {
            _ = await ListAsync(cancellationToken);
        }
        catch (FailedAnswerException) when (model.Length > 0)
        {
            // The upstream may answer without having a list; if it is down, the chat itself will find that out.
        }

        return model.Length > 0 ? model : Default.Length > 0 ? Default : throw new FailedAnswerException(AnswerFailure.NoModel());
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    /// <summary>A failure is remembered as long as a list, so that chats do not wait for it one after another.</summary>
    private async Task<Reading> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var models = await client.ListAsync(cancellationToken);
            Known.Replace(models.Select(static model => model.Id).Append(defaultModel));
            return new Reading(models, clock.GetTimestamp());
        }
        catch (FailedAnswerException e)
        {
            return new Reading(_last?.Models ?? [], clock.GetTimestamp(), e);
        }
    }

    private sealed record Reading(IReadOnlyList<OfferedModel> Models, long At, FailedAnswerException? Failure = null);
}
