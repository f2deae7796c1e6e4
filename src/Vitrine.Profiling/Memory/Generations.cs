namespace Vitrine.Profiling.Memory;

/// <summary>The heap by generation, from what the collector keeps anyway: no collection, no pause, no objects counted.</summary>
internal static class Generations
{
    private static readonly string[] s_names = ["gen0", "gen1", "gen2", "LOH", "POH"];

    /// <summary>Bytes by part: each generation after the newest collection, what is free in it, what was allocated since, and what is committed beyond that.</summary>
    public static Dictionary<string, HeapAmount> Read()
    {
        var parts = new Dictionary<string, HeapAmount>(StringComparer.Ordinal);
        var info = GC.GetGCMemoryInfo(GCKind.Any);
        var generations = info.GenerationInfo;
        var used = 0L;
        for (var i = 0; i < s_names.Length; i++)
        {
            var free = generations[i].FragmentationAfterBytes;
            var live = generations[i].SizeAfterBytes - free;
            used += live;
            Add($"[{s_names[i]}]", live);
            Add($"[{s_names[i]} free]", free);
        }

        Add("[allocated since the last collection]", GC.GetTotalMemory(forceFullCollection: false) - used);
        Add("[committed free]", info.TotalCommittedBytes - info.HeapSizeBytes);
        return parts;

        void Add(string part, long sizeBytes)
        {
            if (sizeBytes > 0) parts.Add(part, new HeapAmount(0, sizeBytes));
        }
    }
}
