using System.Net;

namespace Vitrine.Tests.Traffic;

/// <summary>An HTTP service without a network: answers are held until the test lets them go.</summary>
internal sealed class HeldService : HttpMessageHandler
{
    private volatile TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _asked;

    /// <summary>Requests that came.</summary>
    public int Asked => Volatile.Read(ref _asked);

    /// <summary>Lets what is held go, and what comes.</summary>
    public void Open() => _gate.SetResult();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _asked);
        await _gate.Task.WaitAsync(cancellationToken);
        return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("""{"usage":{"prompt_tokens":1,"completion_tokens":1}}""") };
    }
}
