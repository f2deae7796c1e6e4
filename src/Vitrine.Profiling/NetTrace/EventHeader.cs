using System.Runtime.InteropServices;

namespace Vitrine.Profiling.NetTrace;

/// <summary>
/// The compressed header before each event: a field that did not change since the event before it in the block is left out, so a block is read
/// with one header from front to back, beginning with zeros.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal struct EventHeader
{
    private const int ActivityBytes = 16;

    public int TypeId { get; private set; }

    public uint SequenceNumber { get; private set; }

    /// <summary>The thread that wrote the event; sequence numbers are its own.</summary>
    public long CaptureThreadId { get; private set; }

    /// <summary>The thread that the event is about.</summary>
    public long ThreadId { get; private set; }

    public int StackId { get; private set; }

    public long Timestamp { get; private set; }

    public int PayloadBytes { get; private set; }

    /// <summary>Reads the next header and leaves the reader before the payload.</summary>
    public void Read(ref PayloadReader block)
    {
        var present = (Fields)block.Byte();
        if ((present & Fields.Type) != Fields.None) TypeId = (int)(block.VarUInt32() & int.MaxValue);
        if ((present & Fields.Capture) != Fields.None)
        {
            SequenceNumber += block.VarUInt32();
            CaptureThreadId = (long)block.VarUInt64();
            block.VarUInt32(); // The processor's number.
        }

        if (TypeId != 0) SequenceNumber++;
        if ((present & Fields.Thread) != Fields.None) ThreadId = (long)block.VarUInt64();
        if ((present & Fields.Stack) != Fields.None) StackId = (int)block.VarUInt32();
        Timestamp += (long)block.VarUInt64();
        if ((present & Fields.Activity) != Fields.None) block.Take(ActivityBytes);
        if ((present & Fields.RelatedActivity) != Fields.None) block.Take(ActivityBytes);
        if ((present & Fields.PayloadSize) != Fields.None) PayloadBytes = (int)block.VarUInt32();
    }

    [Flags]
    private enum Fields : byte
    {
        None = 0,
        Type = 1,
        Capture = 2,
        Thread = 4,
        Stack = 8,
        Activity = 16,
        RelatedActivity = 32,
        PayloadSize = 128,
    }
}
