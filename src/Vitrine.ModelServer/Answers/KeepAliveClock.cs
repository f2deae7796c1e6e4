using System.Runtime.CompilerServices;

namespace Vitrine.ModelServer.Answers;

/// <summary>Waits for the engine, and meanwhile keeps the connection from looking dead. One waiter at a time; what a wait for a token needs is pooled.</summary>
internal sealed class KeepAliveClock(TimeSpan interval, TimeProvider clock) : IDisposable
{
    private CancellationTokenSource? _tick;

    /// <summary>Sends what is in the sink's buffer unless there is nothing to wait for, then waits, writing a sign of life at every interval.</summary>
    /// <param name="wait">Begins to wait for the engine; a tick interrupts it, and it is asked again.</param>
    /// <param name="sink">Where signs of life go.</param>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<T> WaitAsync<T>(Func<CancellationToken, ValueTask<T>> wait, IAnswerSink sink)
    {
        while (true)
        {
            _tick ??= new CancellationTokenSource(interval, clock);
            var pending = wait(_tick.Token);
            if (!pending.IsCompleted) await sink.FlushAsync();
            try
            {
                return await pending;
            }
            catch (OperationCanceledException) when (_tick.IsCancellationRequested)
            {
                _tick.Dispose();
                _tick = null;
                sink.KeepAlive();
            }
        }
    }

    public void Dispose() => _tick?.Dispose();
}
