using System.Text;
using Vitrine.Inference.Gguf;
using Vitrine.Inference.Tensors;

namespace Vitrine.Inference.Tests.Models;

/// <summary>Writes small GGUF version 3 files for tests and benchmarks: metadata in the order of the calls, tensors aligned to 32 bytes.</summary>
public sealed class GgufWriter
{
    private const int Alignment = 32;
    private readonly List<Action<BinaryWriter>> _metadata = [];
    private readonly List<(string Name, TensorType Type, int[] Shape, byte[] Data)> _tensors = [];

    /// <summary>Adds an entry; the CLR type decides the file's type: string, uint, int, ulong, float, bool, string[], float[], int[].</summary>
    public GgufWriter Add(string key, object value)
    {
        _metadata.Add(writer =>
        {
            WriteString(writer, key);
            WriteValue(writer, value);
        });
        return this;
    }

    /// <summary>Adds a tensor; <paramref name="shape"/> has the contiguous dimension first.</summary>
    public GgufWriter Add(string name, TensorType type, ReadOnlySpan<float> values, params int[] shape)
    {
        _tensors.Add((name, type, shape, Quantiser.Encode(type, values)));
        return this;
    }

    /// <summary>The whole file.</summary>
    public byte[] ToArray()
    {
        var stream = new MemoryStream();
        WriteTo(stream);
        return stream.ToArray();
    }

    /// <summary>Writes the whole file to an empty stream.</summary>
    public void WriteTo(Stream stream)
    {
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        writer.Write("GGUF"u8);
        writer.Write(3u);
        writer.Write((ulong)_tensors.Count);
        writer.Write((ulong)_metadata.Count);
        foreach (Action<BinaryWriter> entry in _metadata) entry(writer);

        ulong offset = 0;
        foreach ((string name, TensorType type, int[] shape, byte[] data) in _tensors)
        {
            WriteString(writer, name);
            writer.Write((uint)shape.Length);
            foreach (int extent in shape) writer.Write((ulong)extent);
            writer.Write((uint)type);
            writer.Write(offset);
            offset += (ulong)Aligned(data.Length);
        }

        Pad(writer);
        foreach ((_, _, _, byte[] data) in _tensors)
        {
            writer.Write(data);
            Pad(writer);
        }
    }

    private static long Aligned(long length) => (length + Alignment - 1) / Alignment * Alignment;

    private static void Pad(BinaryWriter writer)
    {
        while (writer.BaseStream.Position % Alignment != 0) writer.Write((byte)0);
    }

    private static void WriteString(BinaryWriter writer, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        writer.Write((ulong)bytes.Length);
        writer.Write(bytes);
    }

    private static void WriteValue(BinaryWriter writer, object value)
    {
        GgufValueType type = TypeOf(value.GetType());
        writer.Write((uint)type);
        if (type == GgufValueType.Array) WriteArray(writer, (Array)value);
        else WriteScalar(writer, value);
    }

    private static void WriteArray(BinaryWriter writer, Array values)
    {
        writer.Write((uint)TypeOf(values.GetType().GetElementType()!));
        writer.Write((ulong)values.Length);
        foreach (object value in values) WriteScalar(writer, value);
    }

    private static void WriteScalar(BinaryWriter writer, object value)
    {
        switch (value)
        {
            case string text: WriteString(writer, text); break;
            case uint number: writer.Write(number); break;
            case int number: writer.Write(number); break;
            case ulong number: writer.Write(number); break;
            case float number: writer.Write(number); break;
            case bool flag: writer.Write(flag); break;
            default: throw new NotSupportedException(value.GetType().Name);
        }
    }

    private static GgufValueType TypeOf(Type type) => type switch
    {
        { IsArray: true } => GgufValueType.Array,
        _ when type == typeof(string) => GgufValueType.String,
        _ when type == typeof(uint) => GgufValueType.UInt32,
        _ when type == typeof(int) => GgufValueType.Int32,
        _ when type == typeof(ulong) => GgufValueType.UInt64,
        _ when type == typeof(float) => GgufValueType.Float32,
        _ when type == typeof(bool) => GgufValueType.Bool,
        _ => throw new NotSupportedException(type.Name),
    };
}
