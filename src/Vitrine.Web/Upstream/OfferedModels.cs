using Vitrine.Telemetry;

namespace Vitrine.Web.Upstream;

/// <summary>
/// The models that the upstream offers, as last listed. Nobody polls it: the list is read when somebody wants it or asks for a model that is not
/// on it, at most every five seconds. Thread-safe.
/// </summary>
internal sealed class OfferedModels : IDisposable
{
    private static readonly TimeSpan s_freshness = TimeSpan.FromSeconds(5);
    private readonly UpstreamClient _client;
    private readonly string _configured;
    private readonly Remembered<Reading> _list;

    /// <summary>Nothing is read yet.</summary>
    /// <param name="client">The upstream.</param>
    /// <param name="configured">The model that is asked when nobody names one; empty for the first on the list.</param>
    /// <param name="clock">The clock.</param>
    public OfferedModels(UpstreamClient client, string configured, TimeProvider clock)
    {
        (_client, _configured) = (client, configured);
        _list = new Remembered<Reading>(ReadAsync, s_freshness, clock);
        Known = new KnownValues(configured.Length > 0 ? [configured] : []);
    }

    /// <summary>The names that may become labels.</summary>
    public KnownValues Known { get; }

    /// <summary>The model that is asked when nobody names one, as far as it is known; empty when not.</summary>
    public string Default => _configured.Length > 0 ? _configured : _list.Last?.Models is [var first, ..] ? first.Id : "";

    /// <summary>The models, listed within the last seconds.</summary>
    /// <exception cref="FailedAnswerException">There is no list.</exception>
    public async ValueTask<IReadOnlyList<OfferedModel>> ListAsync(CancellationToken cancellationToken)
    {
        var reading = await _list.GetAsync(cancellationToken);
        return reading.Failure is null ? reading.Models : throw new FailedAnswerException(reading.Failure);
    }

    /// <summary>The model to ask: the one that was named, else the default. One that is not on the list is looked for, and asked for in any case.</summary>
    /// <exception cref="FailedAnswerException">No model was named, and none is known.</exception>
    public async ValueTask<string> ResolveAsync(string? named, CancellationToken cancellationToken)
    {
        var model = string.IsNullOrEmpty(named) ? Default : named;
        if (model.Length > 0 && Known.Contains(model)) return model;
        var reading = await _list.GetAsync(cancellationToken);
        // The upstream may answer without having a list; if it is down, the chat itself will find that out.
        if (model.Length > 0) return model;
        return Default is { Length: > 0 } first ? first : throw new FailedAnswerException(reading.Failure ?? AnswerFailure.NoModel());
    }

    /// <inheritdoc/>
    public void Dispose() => _list.Dispose();

    private async Task<Reading> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var models = await _client.ListAsync(cancellationToken);
            Known.Replace(models.Select(static model => model.Id).Append(_configured));
            return new Reading(models, null);
        }
        catch (FailedAnswerException e)
        {
            return new Reading(_list.Last?.Models ?? [], e.Failure);
        }
    }

    private sealed record Reading(IReadOnlyList<OfferedModel> Models, AnswerFailure? Failure);
}
