using System.Diagnostics;

namespace Vitrine.Profiling.Labels;

/// <summary>
/// What one thread worked on, and since when: the thread writes, whoever reads samples looks some milliseconds later. Neither waits for the other. The past
/// reaches as far back as samples take to arrive; what is older is overwritten, and said to be.
/// </summary>
internal sealed class WorkTrack
{
    private const int FewestEntries = 256, MostEntries = 16_384;
    private static readonly long s_memory = Stopwatch.Frequency / 2;
    private Ring _ring = new(FewestEntries);

    /// <summary>Notes that the thread now works on this, or on nothing that has a label. That thread only.</summary>
    public void Add(long timestamp, LabelledWork? work)
    {
        var ring = _ring;
        var slot = ring.SlotOf(ring.Count);
        if (ring.Count >= ring.Size && ring.Size < MostEntries && timestamp - ring.Times[slot] < s_memory)
        {
            ring = ring.Doubled();
            slot = ring.SlotOf(ring.Count);
        }

        ring.Times[slot] = timestamp;
        ring.Works[slot] = work;
        Volatile.Write(ref ring.Count, ring.Count + 1);
        Volatile.Write(ref _ring, ring);
    }

    /// <summary>Finds what the thread worked on at a time. Any thread.</summary>
    /// <param name="timestamp">The time, in <see cref="Stopwatch"/> ticks.</param>
    /// <param name="work">The work, or null when it had none.</param>
    /// <returns>False when that time is forgotten.</returns>
    public bool TryFind(long timestamp, out LabelledWork? work)
    {
        work = null;
        var ring = Volatile.Read(ref _ring);
        var count = Volatile.Read(ref ring.Count);
        var (low, high) = (Math.Max(0, count - ring.Size + 1), count);
        var first = low;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (ring.Times[ring.SlotOf(middle)] <= timestamp) low = middle + 1;
            else high = middle;
        }

        var found = low - 1;
        if (found < first) return first == 0;
        work = ring.Works[ring.SlotOf(found)];
        // The thread may have gone round while we looked: then this slot is another's.
        if (Volatile.Read(ref ring.Count) - found < ring.Size) return true;
        work = null;
        return false;
    }

    private sealed class Ring(int size)
    {
        public readonly long[] Times = new long[size];
        public readonly LabelledWork?[] Works = new LabelledWork?[size];
        public long Count;

        public int Size => Times.Length;

        public int SlotOf(long entry) => (int)(entry & (Times.Length - 1));

        /// <summary>A ring of twice the size that starts with the entries of this one. Readers of this one see it as it was.</summary>
        public Ring Doubled()
        {
            var ring = new Ring(Size * 2) { Count = Size };
            for (var i = 0; i < Size; i++)
            {
                var slot = SlotOf(Count - Size + i);
                (ring.Times[i], ring.Works[i]) = (Times[slot], Works[slot]);
            }

            return ring;
        }
    }
}
