namespace Vitrine.Web.Upstream;

/// <summary>Something that is read when somebody asks for it, and remembered for a while: however many ask, it is read once within that time. Thread-safe.</summary>
/// <param name="read">Reads it; a failure is part of what it returns, and remembered like everything else.</param>
/// <param name="time">How long it is remembered.</param>
/// <param name="clock">The clock.</param>
internal sealed class Remembered<T>(Func<CancellationToken, Task<T>> read, TimeSpan time, TimeProvider clock) : IDisposable
    where T : class
{
    private readonly SemaphoreSlim _turn = new(1);
    private long _readAt;
    private T? _last;

    /// <summary>What was read last, however long ago; null before the first time.</summary>
    public T? Last => Volatile.Read(ref _last);

    /// <summary>What was read within the time.</summary>
    public async ValueTask<T> GetAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_last is { } last && clock.GetElapsedTime(_readAt) < time) return last;
            var value = await read(cancellationToken);
            _readAt = clock.GetTimestamp();
            Volatile.Write(ref _last, value);
            return value;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();
}
