namespace Vitrine.Gateway.Scheduling.Prefixes;

/// <summary>
/// Prompt blocks in sets of eight, as in a processor's cache: a set's hashes fill one cache line, and so do a block's age and its readers.
/// One writer; any number of readers, which see whole words and at worst words of two blocks.
/// </summary>
/// <param name="capacity">Blocks, a power of two.</param>
internal sealed class PrefixTable(int capacity)
{
    private const int Ways = 8;
    private const int Words = 8;
    private const int Readers = Words - 1;
    private const int ClockBits = 40;

    private readonly ulong[] _hashes = new ulong[capacity];
    private readonly ulong[] _words = new ulong[capacity * Words];

    /// <summary>Blocks that fit.</summary>
    public int Capacity => capacity;

    /// <summary>Blocks in it.</summary>
    public int Count { get; private set; }

    /// <summary>Whether it is half full: from here on sets overflow.</summary>
    public bool IsCrowded => Count * 2 > capacity;

    /// <summary>A pod and its clock in one word, never 0. Numbers keep 24 bits, clocks 40.</summary>
    public static ulong Reader(int pod, long clock) => ((ulong)pod << ClockBits) | ((ulong)clock & ((1UL << ClockBits) - 1));

    /// <summary>The pod's number.</summary>
    public static int PodOf(ulong reader) => (int)(reader >> ClockBits);

    /// <summary>The pod's clock.</summary>
    public static long ClockOf(ulong reader) => (long)(reader & ((1UL << ClockBits) - 1));

    /// <summary>The readers of a block, newest first, 0 from the first that is missing; empty for an unknown block.</summary>
    public ReadOnlySpan<ulong> ReadersOf(ulong hash)
    {
        var way = _hashes.AsSpan(SetOf(hash), Ways).IndexOf(hash);
        return way < 0 ? [] : _words.AsSpan(((SetOf(hash) + way) * Words) + 1, Readers);
    }

    /// <summary>A pod read a block; its earlier reading is forgotten.</summary>
    public void Remember(ulong hash, ulong reader, ulong age)
    {
        var block = Place(hash);
        _words[block * Words] = age;
        var readers = _words.AsSpan((block * Words) + 1, Readers);
        var at = 0;
        while (at < Readers - 1 && readers[at] != 0 && PodOf(readers[at]) != PodOf(reader)) at++;
        for (; at > 0; at--) readers[at] = readers[at - 1];
        readers[0] = reader;
    }

    /// <summary>The same blocks in twice the space.</summary>
    public PrefixTable Doubled()
    {
        var doubled = new PrefixTable(capacity * 2);
        for (var i = 0; i < capacity; i++)
        {
            if (_hashes[i] == 0) continue;
            var block = doubled.Place(_hashes[i]);
            _words.AsSpan(i * Words, Words).CopyTo(doubled._words.AsSpan(block * Words));
        }

        return doubled;
    }

    private int SetOf(ulong hash) => (int)(hash & (ulong)(capacity - 1)) & -Ways;

    /// <summary>Where a block stands: where it stood, else an empty place of its set, else that of the oldest.</summary>
    private int Place(ulong hash)
    {
        var set = SetOf(hash);
        var way = _hashes.AsSpan(set, Ways).IndexOf(hash);
        if (way >= 0) return set + way;
        way = _hashes.AsSpan(set, Ways).IndexOf(0UL);
        if (way >= 0) Count++;
        else way = OldestOf(set);
        _words.AsSpan((set + way) * Words, Words).Clear();
        _hashes[set + way] = hash;
        return set + way;
    }

    private int OldestOf(int set)
    {
        var oldest = 0;
        for (var way = 1; way < Ways; way++)
        {
            if (_words[(set + way) * Words] < _words[(set + oldest) * Words]) oldest = way;
        }

        return oldest;
    }
}
