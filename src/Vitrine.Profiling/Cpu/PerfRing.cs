using System.Runtime.InteropServices;

namespace Vitrine.Profiling.Cpu;

/// <summary>
/// The memory that the kernel writes records into, and one reader takes them from: a header page, then a power of two of pages that wrap.
/// See perf_event_open(2), "MMAP layout". A record that wraps is copied together, others are read in place.
/// </summary>
internal sealed unsafe class PerfRing : IDisposable
{
    private const int HeadOffset = 1024, TailOffset = 1032;
    private const int MostPages = 64, FewestPages = 4;
    private const int LongestRecord = 1 << 16;

    private readonly byte* _memory;
    private readonly nuint _bytes;
    private readonly byte* _data;
    private readonly ulong _size;
    private readonly byte[] _wrapped = GC.AllocateUninitializedArray<byte>(LongestRecord);

    private PerfRing(byte* memory, int pages)
    {
        _memory = memory;
        _bytes = (nuint)((pages + 1) * Environment.SystemPageSize);
        _data = memory + Environment.SystemPageSize;
        _size = (ulong)pages * (ulong)Environment.SystemPageSize;
    }

    /// <summary>Receives a record: its type, its flags, and what follows its header.</summary>
    public delegate void Receiver(uint type, ushort flags, ReadOnlySpan<byte> body);

    /// <summary>The ring of an event: as large as the user may lock, or null when that is nothing.</summary>
    /// <param name="descriptor">The event.</param>
    /// <param name="pages">Pages wanted, a power of two.</param>
    public static PerfRing? TryMap(int descriptor, int pages = MostPages)
    {
        for (; pages >= FewestPages; pages /= 2)
        {
            var memory = PerfEvents.Map(descriptor, (nuint)((pages + 1) * Environment.SystemPageSize));
            if (memory != null) return new PerfRing(memory, pages);
        }

        return null;
    }

    /// <summary>Hands over what has come since the last time, and gives its room back.</summary>
    public void Drain(Receiver receive)
    {
        var head = Volatile.Read(ref *(ulong*)(_memory + HeadOffset));
        var tail = *(ulong*)(_memory + TailOffset);
        while (tail < head)
        {
            var header = At(tail, 8);
            var type = MemoryMarshal.Read<uint>(header);
            var flags = MemoryMarshal.Read<ushort>(header[4..]);
            var length = MemoryMarshal.Read<ushort>(header[6..]);
            if (length < 8) break;
            receive(type, flags, At(tail, length)[8..]);
            tail += length;
        }

        Volatile.Write(ref *(ulong*)(_memory + TailOffset), head);
    }

    public void Dispose() => PerfEvents.Unmap(_memory, _bytes);

    private ReadOnlySpan<byte> At(ulong position, int length)
    {
        var start = (int)(position & (_size - 1));
        if ((ulong)(start + length) <= _size) return new ReadOnlySpan<byte>(_data + start, length);
        var first = (int)_size - start;
        new ReadOnlySpan<byte>(_data + start, first).CopyTo(_wrapped);
        new ReadOnlySpan<byte>(_data, length - first).CopyTo(_wrapped.AsSpan(first));
        return _wrapped.AsSpan(0, length);
    }
}
