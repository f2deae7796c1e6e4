using System.Runtime.InteropServices;

namespace Vitrine.Chaos.Worlds.Disks;

/// <summary>A file on a platter: what a process sees of it, and what would be left of it.</summary>
/// <remarks>
/// Bytes are durable once an fsync returned. An fsync that failed drops them from what a later one writes, as Linux does: they can be read until the
/// machine goes down, and are zeros after it. Bytes are written at the end, or over zeros.
/// </remarks>
internal sealed class PlatterFile
{
    private const int SectorBytes = 512;

    private readonly List<byte> _bytes = [];
    private readonly List<(int Start, int End)> _dropped = [];
    private byte[] _durable = [];
    private int _writtenFrom = int.MaxValue;
    private int _cutTo = int.MaxValue;

    /// <summary>What a process sees.</summary>
    public ReadOnlySpan<byte> Bytes => CollectionsMarshal.AsSpan(_bytes);

    /// <summary>Writes bytes over what is there, and on behind it.</summary>
    public void Write(int offset, ReadOnlySpan<byte> bytes)
    {
        CollectionsMarshal.SetCount(_bytes, Math.Max(_bytes.Count, offset + bytes.Length));
        bytes.CopyTo(CollectionsMarshal.AsSpan(_bytes)[offset..]);
        _writtenFrom = Math.Min(_writtenFrom, offset);
    }

    /// <summary>Cuts everything from a byte on, or adds zeros up to it, as ftruncate does.</summary>
    public void Truncate(int length)
    {
        if (length > _bytes.Count)
        {
            Write(_bytes.Count, new byte[length - _bytes.Count]);
            return;
        }

        _bytes.RemoveRange(length, _bytes.Count - length);
        _dropped.RemoveAll(part => part.Start >= length);
        _cutTo = Math.Min(_cutTo, length);
    }

    /// <summary>An fsync that returns.</summary>
    public void Flush()
    {
        _durable = [.. _bytes];
        foreach (var (start, end) in _dropped) _durable.AsSpan(start..Math.Min(end, _durable.Length)).Clear();
        (_writtenFrom, _cutTo) = (int.MaxValue, int.MaxValue);
    }

    /// <summary>An fsync that fails.</summary>
    public void FailFlush()
    {
        if (_writtenFrom < _bytes.Count) _dropped.Add((_writtenFrom, _bytes.Count));
        _writtenFrom = int.MaxValue;
    }

    /// <summary>Turns a bit, for whoever reads it and for good.</summary>
    public void Flip(int offset, int bit)
    {
        _bytes[offset] ^= (byte)(1 << bit);
        if (offset < _durable.Length) _durable[offset] ^= (byte)(1 << bit);
    }

    /// <summary>The machine goes down: a random prefix is left of what no fsync covered, and zeros where room was reserved for the rest, or, torn, all of it with random sectors zero.</summary>
    public void Crash(Random random, bool isTorn)
    {
        // Whether a cut that no fsync covered happened is open, too.
        var length = Math.Min(_durable.Length, _cutTo);
        var kept = Math.Min(length, _writtenFrom);
        if (_cutTo < _durable.Length && random.Next(2) == 0)
        {
            Leave(_durable);
            return;
        }

        var left = _durable.AsSpan(0, kept).ToArray().AsEnumerable();
        var rest = Bytes[kept..].ToArray();
        foreach (var (start, end) in _dropped) rest.AsSpan(Math.Max(0, start - kept)..Math.Max(0, Math.Min(end - kept, rest.Length))).Clear();
        if (isTorn) Tear(rest, kept, random);
        else rest = rest[..random.Next(rest.Length + 1)];
        Leave([.. left, .. rest, .. new byte[Math.Max(0, length - kept - rest.Length)]]);
    }

    private static void Tear(Span<byte> rest, int offset, Random random)
    {
        while (!rest.IsEmpty)
        {
            var size = Math.Min(SectorBytes - offset % SectorBytes, rest.Length);
            if (random.Next(2) == 0) rest[..size].Clear();
            rest = rest[size..];
            offset += size;
        }
    }

    private void Leave(byte[] bytes)
    {
        _durable = bytes;
        CollectionsMarshal.SetCount(_bytes, 0);
        _bytes.AddRange(bytes);
        _dropped.Clear();
        (_writtenFrom, _cutTo) = (int.MaxValue, int.MaxValue);
    }
}
