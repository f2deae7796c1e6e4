namespace Vitrine.Gateway.Pipeline;

/// <summary>The timer of a call of a pod, which remembers who came first: the time, or the end of the request.</summary>
/// <remarks>To cut an answer that the client does not take, the server aborts the request: its end follows then from the time's.</remarks>
/// <param name="clock">The clock of the limits.</param>
internal sealed class PatienceTimer(TimeProvider clock) : CancellationTokenSource(Timeout.InfiniteTimeSpan, clock)
{
    /// <summary>Whether the request ended before the time was over.</summary>
    public bool HasLeft { get; private set; }

    /// <summary>The request has ended.</summary>
    public void Leave()
    {
        if (IsCancellationRequested) return;
        HasLeft = true;
        Cancel();
    }
}
