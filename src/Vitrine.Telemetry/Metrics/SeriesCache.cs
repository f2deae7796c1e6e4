using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Vitrine.Telemetry.Metrics;

/// <summary>
/// From the raw label values of an event to its cell: open addressing over immutable entries, read without a lock, written under one.
/// Bounded: past the bound nothing is remembered and the slow road answers.
/// </summary>
internal sealed class SeriesCache(int labels, int bound)
{
    private readonly Lock _gate = new();
    private Entry?[] _entries = new Entry?[16];
    private int _count;

    /// <summary>Finds the cell of these values, or null.</summary>
    public Cell? Find(ref LabelKeys keys, out uint hash)
    {
        hash = Hash(ref keys);
        var entries = Volatile.Read(ref _entries);
        for (var i = hash & (uint)(entries.Length - 1); ; i = (i + 1) & (uint)(entries.Length - 1))
        {
            var entry = entries[i];
            if (entry is null) return null;
            if (entry.Hash == hash && Same(entry.Keys, ref keys)) return entry.Cell;
        }
    }

    /// <summary>Remembers a cell, unless the bound is reached.</summary>
    public void Add(ref LabelKeys keys, uint hash, Cell cell)
    {
        lock (_gate)
        {
            if (_count >= bound || Find(ref keys, out _) is not null) return;
            if ((_count + 1) * 2 > _entries.Length) Volatile.Write(ref _entries, Grown(_entries));
            Place(_entries, new Entry(hash, ((ReadOnlySpan<LabelKey>)keys)[..labels].ToArray(), cell));
            _count++;
        }
    }

    private static Entry?[] Grown(Entry?[] old)
    {
        var grown = new Entry?[old.Length * 2];
        foreach (var entry in old)
        {
            if (entry is not null) Place(grown, entry);
        }

        return grown;
    }

    private static void Place(Entry?[] entries, Entry entry)
    {
        var i = entry.Hash & (uint)(entries.Length - 1);
        while (entries[i] is not null) i = (i + 1) & (uint)(entries.Length - 1);
        Volatile.Write(ref entries[i], entry);
    }

    private bool Same(LabelKey[] stored, ref LabelKeys keys)
    {
        for (var i = 0; i < stored.Length; i++)
        {
            ref readonly var a = ref stored[i];
            ref readonly var b = ref keys[i];
            if (a.Bits != b.Bits) return false;
            if (!ReferenceEquals(a.Text, b.Text) && !string.Equals(a.Text, b.Text, StringComparison.Ordinal)) return false;
        }

        return true;
    }

    private uint Hash(ref LabelKeys keys)
    {
        var hash = 0u;
        for (var i = 0; i < labels; i++)
        {
            ref readonly var key = ref keys[i];
            hash = BitOperations.Crc32C(hash, key.Text is null ? (ulong)key.Bits : Words(key.Text));
        }

        return hash;
    }

    /// <summary>Length and three words tell most label values apart; equality is verified afterwards, so a clash only costs time. The three sums do not wait for one another.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Words(string text)
    {
        var size = text.Length * sizeof(char);
        if (size < sizeof(ulong)) return Short(text);
        ref var bytes = ref Unsafe.As<char, byte>(ref MemoryMarshal.GetReference(text.AsSpan()));
        var middle = (text.Length / 2 * sizeof(char)) - (sizeof(ulong) / 2);
        var first = BitOperations.Crc32C((uint)size, Unsafe.ReadUnaligned<ulong>(ref bytes));
        var second = BitOperations.Crc32C(0u, Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref bytes, middle)));
        var third = BitOperations.Crc32C(0u, Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref bytes, size - sizeof(ulong))));
        return ((ulong)first << 32) ^ ((ulong)second << 16) ^ third;
    }

    private static ulong Short(string text)
    {
        var word = (ulong)text.Length << 48;
        foreach (var c in text) word = (word << 16) ^ c;
        return word;
    }

    private sealed record Entry(uint Hash, LabelKey[] Keys, Cell Cell);
}
