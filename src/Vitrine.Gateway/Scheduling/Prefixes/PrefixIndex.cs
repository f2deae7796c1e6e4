using Vitrine.Gateway.Fleet;

namespace Vitrine.Gateway.Scheduling.Prefixes;

/// <summary>
/// Which pods read which prompt blocks lately, so that a prompt that begins like an earlier one goes where its beginning is cached.
/// </summary>
/// <remarks>
/// Its cost does not grow with the pods: a block keeps the seven pods that read it last, newest first. Memory is bounded: 72 bytes a block,
/// doubling from 1,024 blocks up to the limit; then the block that waited longest in its set of eight goes. A pod forgets a block once it read
/// <paramref name="blocksPerPod"/> others since. Readers never lock; one that meets a writer may believe a wrong match once, which costs
/// that request a cache hit and nothing else.
/// </remarks>
/// <param name="maxBlocks">Most blocks over all pods, a power of two from 1,024.</param>
/// <param name="blocksPerPod">Blocks that a pod is taken to keep.</param>
internal sealed class PrefixIndex(int maxBlocks, int blocksPerPod)
{
    private readonly Lock _writing = new();
    private PrefixTable _table = new(1024);
    private ulong _clock;

    /// <summary>Blocks remembered now.</summary>
    public int Count => Volatile.Read(ref _table).Count;

    /// <summary>A pod has read a prompt.</summary>
    public void Remember(Pod pod, ReadOnlySpan<ulong> blocks)
    {
        lock (_writing)
        {
            foreach (var block in blocks)
            {
                if (_table.IsCrowded && _table.Capacity < maxBlocks) Volatile.Write(ref _table, _table.Doubled());
                _table.Remember(block, PrefixTable.Reader(pod.Number, pod.CountPromptBlock()), ++_clock);
            }
        }
    }

    /// <summary>Finds pods that read the beginning of a prompt, the longest match first; how many it wrote.</summary>
    public int Find(ReadOnlySpan<ulong> blocks, Span<PrefixMatch> matches)
    {
        var table = Volatile.Read(ref _table);
        var found = 0;
        for (var i = blocks.Length - 1; i >= 0 && found < matches.Length; i--)
        {
            foreach (var reader in table.ReadersOf(blocks[i]))
            {
                if (reader == 0 || found == matches.Length) break;
                var pod = PrefixTable.PodOf(reader);
                if (!Has(matches[..found], pod)) matches[found++] = new PrefixMatch(pod, i + 1, PrefixTable.ClockOf(reader));
            }
        }

        return found;
    }

    /// <summary>Whether a pod still has in its cache what it matched by.</summary>
    public bool StillHas(Pod pod, PrefixMatch match) => pod.PromptBlocks - match.Clock < blocksPerPod;

    private static bool Has(ReadOnlySpan<PrefixMatch> matches, int pod)
    {
        foreach (var match in matches)
        {
            if (match.Pod == pod) return true;
        }

        return false;
    }
}
