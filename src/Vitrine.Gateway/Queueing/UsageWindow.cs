namespace Vitrine.Gateway.Queueing;

/// <summary>What one user has cost a model in the sliding window, in buckets of a second. Not thread-safe: its queue's lock guards it.</summary>
internal sealed class UsageWindow
{
    private readonly Queue<(long Second, double Cost)> _past = [];
    private (long Second, double Cost) _newest;
    private double _sum;

    /// <summary>The cost in the window, as of the last <see cref="Forget"/>.</summary>
    public double Cost => _sum + _newest.Cost;

    /// <summary>Adds a cost that arose in a second, no earlier than the last one added.</summary>
    public void Add(long second, double cost)
    {
        if (second != _newest.Second && _newest.Cost > 0)
        {
            _past.Enqueue(_newest);
            _sum += _newest.Cost;
            _newest.Cost = 0;
        }

        _newest = (second, _newest.Cost + cost);
    }

    /// <summary>Forgets what arose before a second.</summary>
    /// <returns>Whether anything is left.</returns>
    public bool Forget(long before)
    {
        while (_past.TryPeek(out var oldest) && oldest.Second < before) _sum -= _past.Dequeue().Cost;
        // Differences of sums leave crumbs, which would rank users who owe nothing.
        if (_past.Count == 0) _sum = 0;
        if (_newest.Second < before) _newest = default;
        return Cost > 0;
    }
}
