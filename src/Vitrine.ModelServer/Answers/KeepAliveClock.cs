using System.Diagnostics.CodeAnalysis;

namespace Vitrine.ModelServer.Answers;

/// <summary>Waits for the engine, and meanwhile keeps the connection from looking dead.</summary>
internal sealed class KeepAliveClock(TimeSpan interval, TimeProvider clock) : IDisposable
{
    private readonly CancellationTokenSource _end = new();
    private Task? _tick;

    /// <summary>Sends what is in the sink's buffer, then waits, writing a sign of life at every interval.</summary>
    [SuppressMessage("Usage", "VSTHRD003:Avoid awaiting foreign Tasks", Justification = "The engine's own thread completes it, which no awaiter can block.")]
    public async ValueTask WaitAsync(Task pending, IAnswerSink sink)
    {
        while (!pending.IsCompleted)
        {
            await sink.FlushAsync();
            _tick ??= Task.Delay(interval, clock, _end.Token);
            if (await Task.WhenAny(pending, _tick) == pending) return;
            sink.KeepAlive();
            _tick = null;
        }
    }

    public void Dispose()
    {
        _end.Cancel();
        _end.Dispose();
    }
}
