using System.Security.Cryptography;

namespace Vitrine.Gateway.Identity;

/// <summary>The keys in force. They are read when first needed, again after the refresh interval, and at once when a token names one that is not known.</summary>
/// <remarks>Keys that cannot be read again stay in force: a moment's outage of whoever signs must not lock everybody out.</remarks>
internal sealed partial class KeyRing(AuthOptions options, HttpMessageInvoker http, TimeProvider clock, ILogger<KeyRing> log) : IDisposable
{
    private const int LargestDocument = 1 << 20;
    private static readonly TimeSpan s_leastPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);
    private readonly SemaphoreSlim _turn = new(1);
    private IReadOnlyList<SigningKey> _keys = [];
    private long _readAt;

    /// <summary>Verifies a token with the keys in force, and with newer ones if that could help.</summary>
    public async ValueTask<TokenVerdict> VerifyAsync(string token, CancellationToken cancellation)
    {
        if (IsOlderThan(options.RefreshInterval)) await ReadAsync(options.RefreshInterval, cancellation);
        var verdict = TokenVerifier.Verify(token, options, Volatile.Read(ref _keys), clock.GetUtcNow());
        if (!verdict.KeyIsUnknown || !IsOlderThan(s_leastPause)) return verdict;
        await ReadAsync(s_leastPause, cancellation);
        return TokenVerifier.Verify(token, options, Volatile.Read(ref _keys), clock.GetUtcNow());
    }

    // Keys that were exchanged may be in use on another thread: they are left to the collector.
    public void Dispose() => _turn.Dispose();

    private bool IsOlderThan(TimeSpan age)
    {
        var readAt = Volatile.Read(ref _readAt);
        return readAt == 0 || clock.GetElapsedTime(readAt) >= age;
    }

    private async ValueTask ReadAsync(TimeSpan age, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            if (!IsOlderThan(age)) return;
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            patience.CancelAfter(s_patience);
            Volatile.Write(ref _keys, SigningKey.ReadAll(await FetchAsync(patience.Token)));
            LogRead(_keys.Count, options.Jwks);
        }
        catch (Exception e) when (e is IOException or HttpRequestException or FormatException or CryptographicException or UnauthorizedAccessException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            LogUnreadable(options.Jwks, e.Message, _keys.Count);
        }
        finally
        {
            // Also after a failure: somebody's thousand bad tokens must not become a thousand look-ups.
            if (!cancellation.IsCancellationRequested) Volatile.Write(ref _readAt, clock.GetTimestamp());
            _turn.Release();
        }
    }

    private async Task<string> FetchAsync(CancellationToken cancellation)
    {
        if (!Uri.TryCreate(options.Jwks, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https")) return await File.ReadAllTextAsync(options.Jwks, cancellation);
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        using var response = await http.SendAsync(request, cancellation);
        if (!response.IsSuccessStatusCode) throw new HttpRequestException($"it answers {(int)response.StatusCode}");
        await response.Content.LoadIntoBufferAsync(LargestDocument, cancellation);
        return await response.Content.ReadAsStringAsync(cancellation);
    }

    [LoggerMessage(EventIds.KeysRead, LogLevel.Information, "Read {Count} keys for tokens from {Source}.")]
    private partial void LogRead(int count, string source);

    [LoggerMessage(EventIds.KeysUnreadable, LogLevel.Error, "The keys for tokens cannot be read from {Source}: {Reason}. {Count} older ones stay in force.")]
    private partial void LogUnreadable(string source, string reason, int count);
}
