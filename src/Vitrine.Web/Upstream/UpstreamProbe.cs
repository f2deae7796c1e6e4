namespace Vitrine.Web.Upstream;

/// <summary>Whether the model's server can be reached, asked at most every two seconds however many probes come. Thread-safe.</summary>
internal sealed class UpstreamProbe(UpstreamClient client, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan s_freshness = TimeSpan.FromSeconds(2);
    private readonly Remembered<Word> _word = new(cancellation => AskAsync(client, cancellation), s_freshness, clock);

    /// <summary>Why it cannot be reached, or null when it can.</summary>
    public async ValueTask<AnswerFailure?> AskAsync(CancellationToken cancellationToken) => (await _word.GetAsync(cancellationToken)).Failure;

    /// <inheritdoc/>
    public void Dispose() => _word.Dispose();

    private static async Task<Word> AskAsync(UpstreamClient client, CancellationToken cancellationToken)
    {
        try
        {
            await client.ProbeAsync(cancellationToken);
            return new Word(null);
        }
        catch (FailedAnswerException e)
        {
            return new Word(e.Failure);
        }
    }

    private sealed record Word(AnswerFailure? Failure);
}
