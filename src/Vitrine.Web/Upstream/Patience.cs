namespace Vitrine.Web.Upstream;

/// <summary>How long the upstream is waited for. Its token fires when that time is over, and at once when the client leaves.</summary>
internal sealed class Patience : IDisposable
{
    private readonly CancellationToken _client;
    private readonly CancellationTokenSource _source;
    private readonly CancellationTokenRegistration _link;

    public Patience(CancellationToken client, TimeProvider clock)
    {
        _client = client;
        _source = new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock);
        _link = client.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _source);
    }

    /// <summary>What calls to the upstream are given.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Whether it was the client who ended the waiting.</summary>
    public bool HasClientLeft => _client.IsCancellationRequested;

    /// <summary>Starts to wait, for this long from now.</summary>
    public void Start(TimeSpan time) => _source.CancelAfter(time);

    /// <summary>Waits no more: what takes its time now is the client.</summary>
    public void Rest() => _source.CancelAfter(Timeout.InfiniteTimeSpan);

    /// <inheritdoc/>
    public void Dispose()
    {
        _link.Dispose();
        _source.Dispose();
    }
}
