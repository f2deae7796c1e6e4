namespace Vitrine.Telemetry.Guards;

/// <summary>How many may be inside at once. Thread-safe, lock-free.</summary>
/// <param name="limit">The most; at least 1.</param>
public sealed class ConcurrencyLimit(int limit)
{
    private int _inside;

    /// <summary>The most that may be inside.</summary>
    public int Limit => limit;

    /// <summary>How many are.</summary>
    public int Inside => Volatile.Read(ref _inside);

    /// <summary>Enters, if there is room. Whoever entered must <see cref="Leave"/>.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _inside) <= limit) return true;
        Interlocked.Decrement(ref _inside);
        return false;
    }

    /// <summary>Leaves.</summary>
    public void Leave() => Interlocked.Decrement(ref _inside);
}
