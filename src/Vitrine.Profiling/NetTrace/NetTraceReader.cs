namespace Vitrine.Profiling.NetTrace;

/// <summary>
/// Reads a nettrace stream, version 4, as the runtime of .NET 10 writes it
/// (<see href="https://github.com/microsoft/perfview/blob/main/src/TraceEvent/EventPipe/NetTraceFormat_v5.md"/>), and hands each event to a sink
/// while it reads. Memory is bounded by the largest block and the stacks between two sequence points, whatever the length. Not thread-safe.
/// </summary>
/// <remarks>
/// <code>
/// "Nettrace" | "!FastSerialization.1" | Trace | (MetadataBlock | StackBlock | EventBlock | SPBlock)* | null
/// object = begin, begin, null, version, readable by version, name, end, content, end
/// block  = size, padding to 4 bytes of the stream, bytes
/// </code>
/// </remarks>
internal sealed class NetTraceReader(Stream stream, INetTraceSink sink)
{
    private const byte NullTag = 1;
    private const byte BeginTag = 5;
    private const byte EndTag = 6;
    private const int Version = 4;
    private const int MaxNameBytes = 64;
    private const int MaxEventTypes = 65_536;
    private const int BlockHeaderBytes = 20;
    private const int CompressedHeaders = 1;

    private readonly StackTable _stacks = new();
    private readonly SequenceNumbers _numbers = new();
    private readonly Dictionary<int, EventType> _types = [];
    private long _events;

    /// <summary>Reads to the end of the stream.</summary>
    /// <exception cref="NetTraceException">The stream is cut off, damaged or of another version; all events before that place were handed out.</exception>
    public NetTraceSummary Read()
    {
        using var input = new NetTraceInput(stream);
        Expect(input, "Nettrace"u8);
        Expect(input, "\x14\0\0\0!FastSerialization.1"u8);
        while (input.Byte() is var tag && tag != NullTag)
        {
            ExpectTag(tag, BeginTag, input);
            ReadObject(input);
            ExpectTag(input.Byte(), EndTag, input);
        }

        return new NetTraceSummary(_events, _numbers.Lost, input.Offset);
    }

    private void ReadObject(NetTraceInput input)
    {
        ExpectTag(input.Byte(), BeginTag, input);
        ExpectTag(input.Byte(), NullTag, input);
        input.Int32();
        var readableBy = input.Int32();
        if (readableBy > Version) throw new NetTraceException($"version {readableBy} of the format is needed, {Version} is read", input.Offset);
        var kind = ReadKind(input);
        ExpectTag(input.Byte(), EndTag, input);
        if (kind == ObjectKind.Trace) ReadTrace(input);
        else ReadBlock(kind, input);
    }

    private static ObjectKind ReadKind(NetTraceInput input)
    {
        var length = input.Int32();
        if ((uint)length > MaxNameBytes) throw new NetTraceException($"a type's name has {length} bytes", input.Offset);
        var name = input.Take(length);
        if (name.SequenceEqual("EventBlock"u8)) return ObjectKind.Events;
        if (name.SequenceEqual("StackBlock"u8)) return ObjectKind.Stacks;
        if (name.SequenceEqual("MetadataBlock"u8)) return ObjectKind.Types;
        if (name.SequenceEqual("SPBlock"u8)) return ObjectKind.SequencePoint;
        return name.SequenceEqual("Trace"u8) ? ObjectKind.Trace : ObjectKind.Other;
    }

    private static void ReadTrace(NetTraceInput input)
    {
        const int startTimeBytes = 16, syncTimeBytes = 8, frequencyBytes = 8;
        input.Take(startTimeBytes + syncTimeBytes + frequencyBytes);
        var pointerBytes = input.Int32();
        if (pointerBytes != sizeof(ulong)) throw new NetTraceException($"pointers have {pointerBytes} bytes, 8 are read", input.Offset);
        input.Int32(); // The process.
        input.Int32(); // Its processors.
        input.Int32(); // The sampling period in nanoseconds.
    }

    private void ReadBlock(ObjectKind kind, NetTraceInput input)
    {
        var size = input.Int32();
        input.Align();
        var offset = input.Offset;
        var block = new PayloadReader(input.Take(size), offset);
        switch (kind)
        {
            case ObjectKind.Events:
                ReadEvents(block);
                break;
            case ObjectKind.Types:
                ReadTypes(block);
                break;
            case ObjectKind.Stacks:
                _stacks.Read(block);
                break;
            case ObjectKind.SequencePoint:
                _numbers.Read(block);
                _stacks.Clear();
                break;
            default:
                // The format lets later writers add kinds of blocks that older readers pass over.
                break;
        }
    }

    private void ReadEvents(PayloadReader block)
    {
        SkipHeader(ref block);
        var header = default(EventHeader);
        while (!block.IsAtEnd)
        {
            header.Read(ref block);
            var offset = block.Offset;
            var payload = block.Take(header.PayloadBytes);
            if (!_types.TryGetValue(header.TypeId, out var type)) throw block.Fault($"an event has the unknown type {header.TypeId}");
            _numbers.OnEvent(header.CaptureThreadId, header.SequenceNumber);
            _events++;
            sink.OnEvent(new NetTraceEvent
            {
                Type = type,
                ThreadId = header.ThreadId,
                Timestamp = header.Timestamp,
                Stack = _stacks.Find(header.StackId, in block),
                Payload = new PayloadReader(payload, offset),
            });
        }
    }

    private void ReadTypes(PayloadReader block)
    {
        SkipHeader(ref block);
        var header = default(EventHeader);
        while (!block.IsAtEnd)
        {
            header.Read(ref block);
            var offset = block.Offset;
            var record = new PayloadReader(block.Take(header.PayloadBytes), offset);
            var id = record.Int32();
            var provider = record.Text();
            var eventId = record.Int32();
            record.Text(); // The event's name: empty for the runtime's own.
            record.Int64(); // Keywords.
            if (_types.Count == MaxEventTypes) throw record.Fault("there are more types of events than plausible");
            _types[id] = new EventType(provider.ToString(), eventId, record.Int32());
        }
    }

    private static void SkipHeader(ref PayloadReader block)
    {
        var size = block.UInt16();
        var flags = block.UInt16();
        if (size < BlockHeaderBytes) throw block.Fault($"a block's header has {size} bytes");
        if ((flags & CompressedHeaders) == 0) throw block.Fault("the events' headers are not compressed");
        block.Take(size - 2 * sizeof(ushort));
    }

    private static void Expect(NetTraceInput input, ReadOnlySpan<byte> magic)
    {
        if (!input.Take(magic.Length).SequenceEqual(magic)) throw new NetTraceException("this is no nettrace stream", input.Offset);
    }

    private static void ExpectTag(byte tag, byte expected, NetTraceInput input)
    {
        if (tag != expected) throw new NetTraceException($"tag {tag} stands where {expected} is due", input.Offset);
    }

    private enum ObjectKind
    {
        Other,
        Trace,
        Types,
        Stacks,
        Events,
        SequencePoint,
    }
}
