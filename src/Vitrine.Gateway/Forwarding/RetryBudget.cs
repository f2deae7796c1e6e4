namespace Vitrine.Gateway.Forwarding;

/// <summary>
/// Bounds what repeating may add to the load: each request brings in a share of a retry, each retry takes a whole one. When pods fail one after
/// the other, a gateway without it would multiply the traffic just then.
/// </summary>
/// <remarks>Thread-safe. Kept in thousandths, so that one interlocked addition is enough.</remarks>
internal sealed class RetryBudget(double share, int reserve)
{
    private const int Whole = 1000;
    private readonly int _deposit = (int)(share * Whole);
    private readonly int _full = reserve * Whole;
    private int _left = reserve * Whole;

    /// <summary>A request came.</summary>
    public void Deposit()
    {
        if (Volatile.Read(ref _left) < _full) Interlocked.Add(ref _left, _deposit);
    }

    /// <summary>Takes a retry, if there is one.</summary>
    public bool TryTake()
    {
        if (Interlocked.Add(ref _left, -Whole) >= 0) return true;
        Interlocked.Add(ref _left, Whole);
        return false;
    }
}
