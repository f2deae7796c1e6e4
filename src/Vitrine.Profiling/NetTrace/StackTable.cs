using System.Runtime.InteropServices;

namespace Vitrine.Profiling.NetTrace;

/// <summary>
/// The stacks that events may refer to until the next sequence point. Their ids follow one another, so a stack is a range in one array of
/// instruction pointers.
/// </summary>
internal sealed class StackTable
{
    /// <summary>The runtime clears its stacks every 10 MB of events; 32 MB of frames is damage.</summary>
    private const int MaxFrames = 4 * 1024 * 1024;

    private ulong[] _frames = new ulong[16 * 1024];
    private int[] _ends = new int[512];
    private int _count;
    private int _firstId;

    /// <summary>Reads a StackBlock.</summary>
    public void Read(PayloadReader block)
    {
        var first = block.Int32();
        var count = block.Int32();
        if (_count == 0) _firstId = first;
        if (first != _firstId + _count) throw block.Fault($"stack {_firstId + _count} is due, {first} comes");
        for (var i = 0; i < count; i++) Add(block.Take(block.Int32()), in block);
    }

    /// <summary>Forgets all stacks: no event after a sequence point refers to one before it.</summary>
    public void Clear() => _count = 0;

    /// <summary>The frames of a stack, leaf first; empty for the id 0, which means none.</summary>
    public ReadOnlySpan<ulong> Find(int id, in PayloadReader at)
    {
        if (id == 0) return [];
        var index = id - _firstId;
        if ((uint)index >= (uint)_count) throw at.Fault($"an event refers to the unknown stack {id}");
        var start = index == 0 ? 0 : _ends[index - 1];
        return _frames.AsSpan(start, _ends[index] - start);
    }

    private void Add(ReadOnlySpan<byte> stack, in PayloadReader at)
    {
        var frames = MemoryMarshal.Cast<byte, ulong>(stack);
        var start = _count == 0 ? 0 : _ends[_count - 1];
        var end = start + frames.Length;
        if (end > MaxFrames || _count == MaxFrames) throw at.Fault("there are more stacks than plausible");
        if (end > _frames.Length) Array.Resize(ref _frames, Math.Max(end, _frames.Length * 2));
        if (_count == _ends.Length) Array.Resize(ref _ends, _count * 2);
        frames.CopyTo(_frames.AsSpan(start));
        _ends[_count++] = end;
    }
}
