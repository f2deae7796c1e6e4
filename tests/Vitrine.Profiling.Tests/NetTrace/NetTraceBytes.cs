using System.Text;

namespace Vitrine.Profiling.Tests.NetTrace;

/// <summary>Writes nettrace streams for tests, as the runtime would.</summary>
internal sealed class NetTraceBytes
{
    private const int FlagType = 1, FlagCapture = 2, FlagThread = 4, FlagStack = 8, FlagPayload = 128;

    private readonly MemoryStream _stream = new();
    private readonly BinaryWriter _to;

    public NetTraceBytes()
    {
        _to = new BinaryWriter(_stream);
        _to.Write("Nettrace"u8);
        WriteName("!FastSerialization.1");
        Object("Trace", () =>
        {
            _to.Write(new byte[32]);
            foreach (var field in (int[])[8, 1, 2, 1_000_000]) _to.Write(field);
        });
        Block("MetadataBlock", block =>
        {
            WriteHeader(block);
            block.Write((byte)FlagPayload);
            block.Write((byte)0); // The time.
            byte[] record = [.. BitConverter.GetBytes(1), .. Encoding.Unicode.GetBytes("shop\0"), .. BitConverter.GetBytes(7), 0, 0, .. new byte[8], .. BitConverter.GetBytes(3)];
            block.Write7BitEncodedInt(record.Length);
            block.Write(record);
        });
    }

    /// <summary>The stream so far, ended.</summary>
    public byte[] ToArray() => [.. _stream.ToArray(), 1];

    /// <summary>Events of type 1, each in a block of its own.</summary>
    public NetTraceBytes Events(long thread, params int[] numbers)
    {
        foreach (var number in numbers) Event(thread, number, stack: 0);
        return this;
    }

    public NetTraceBytes Event(long thread, int number, int stack) => Block("EventBlock", block =>
    {
        WriteHeader(block);
        block.Write((byte)(FlagType | FlagCapture | FlagThread | FlagStack | FlagPayload));
        block.Write7BitEncodedInt(1);
        block.Write7BitEncodedInt(number - 1);
        block.Write7BitEncodedInt64(thread);
        block.Write((byte)0); // The processor.
        block.Write7BitEncodedInt64(thread);
        block.Write7BitEncodedInt(stack);
        block.Write((byte)5); // The time.
        block.Write((byte)2);
        block.Write((short)42);
    });

    public NetTraceBytes Stacks(int first, params int[] frames) => Block("StackBlock", block =>
    {
        block.Write(first);
        block.Write(frames.Length);
        foreach (var count in frames)
        {
            block.Write(count * sizeof(ulong));
            block.Write(new byte[count * sizeof(ulong)]);
        }
    });

    public NetTraceBytes SequencePoint(params (long Thread, int Number)[] threads) => Block("SPBlock", block =>
    {
        block.Write(9L);
        block.Write(threads.Length);
        foreach (var (thread, number) in threads)
        {
            block.Write(thread);
            block.Write(number);
        }
    });

    public NetTraceBytes Block(string name, Action<BinaryWriter> content)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        content(writer);
        Object(name, () =>
        {
            _to.Write((int)bytes.Length);
            while (_stream.Position % 4 != 0) _to.Write((byte)0);
            _to.Write(bytes.ToArray());
        });
        return this;
    }

    private void Object(string name, Action content)
    {
        _to.Write([5, 5, 1]);
        _to.Write(4);
        _to.Write(4);
        WriteName(name);
        _to.Write((byte)6);
        content();
        _to.Write((byte)6);
    }

    private void WriteName(string name)
    {
        _to.Write(name.Length);
        _to.Write(Encoding.UTF8.GetBytes(name));
    }

    private static void WriteHeader(BinaryWriter block)
    {
        block.Write((short)20);
        block.Write((short)1);
        block.Write(new byte[16]);
    }
}
