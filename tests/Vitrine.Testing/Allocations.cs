namespace Vitrine.Testing;

/// <summary>Measures what a piece of code allocates on this thread.</summary>
public static class Allocations
{
    private const int Rounds = 101;

    /// <summary>
    /// Bytes that the median round allocates. The median, because a collection or a tier-up in the middle of a round is booked to the
    /// thread; whatever the code itself allocates shows in every round.
    /// </summary>
    /// <param name="round">The code, measured after as many rounds of warm-up.</param>
    /// <param name="between">Runs after each round and is not measured.</param>
    public static long MedianBytes(Action round, Action? between = null)
    {
        var bytes = new long[2 * Rounds];
        for (var i = 0; i < bytes.Length; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            round();
            bytes[i] = GC.GetAllocatedBytesForCurrentThread() - before;
            between?.Invoke();
        }

        var measured = bytes.AsSpan(Rounds);
        measured.Sort();
        return measured[Rounds / 2];
    }
}
