using System.Net.Sockets;

namespace Vitrine.Supervision;

/// <summary>Waits until a role answers.</summary>
internal sealed class ReadinessProbe(HttpClient http, TimeProvider clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Asks <paramref name="url"/> until it answers 2xx or <paramref name="cancellation"/> ends the wait.</summary>
    public async Task WaitAsync(string url, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(Pause, clock);
        while (!await IsReadyAsync(url, cancellation)) await timer.WaitForNextTickAsync(cancellation);
    }

    /// <summary>Asks once.</summary>
    public async Task<bool> IsReadyAsync(string url, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            using var answer = await http.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or SocketException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return false;
        }
    }
}
