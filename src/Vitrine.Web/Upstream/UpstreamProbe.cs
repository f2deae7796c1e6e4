namespace Vitrine.Web.Upstream;

/// <summary>Whether the model's server can be reached, asked at most once within <see cref="s_freshness"/> however many probes come. Thread-safe.</summary>
internal sealed class UpstreamProbe(UpstreamClient client, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan s_freshness = TimeSpan.FromSeconds(2);
    private readonly SemaphoreSlim _turn = new(1);
    private (long At, AnswerFailure? Failure)? _last;

    /// <summary>Why it cannot be reached, or null when it can.</summary>
    public async ValueTask<AnswerFailure?> AskAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_last is not { } last || clock.GetElapsedTime(last.At) >= s_freshness) _last = last = (clock.GetTimestamp(), await ReadAsync(cancellationToken));
            return last.Failure;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private async Task<AnswerFailure?> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            await client.ProbeAsync(cancellationToken);
            return null;
        }
        catch (FailedAnswerException e)
        {
            return e.Failure;
        }
    }
}
