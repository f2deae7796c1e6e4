using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Vitrine.Inference.Tensors;
using Vitrine.Inference.Tests.Models;

namespace Vitrine.Inference.Tests.Goldens;

/// <summary>The bytes of 256 elements and the floats that ggml's own decoder makes of them, as little-endian bytes; written by <c>tools/goldens</c>.</summary>
public sealed record GoldenBlock(TensorType Type, byte[] Bytes, byte[] Floats)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    /// <summary>The numbers of <see cref="Floats"/>.</summary>
    public float[] Values => MemoryMarshal.Cast<byte, float>(Floats).ToArray();

    /// <summary>Reads <c>Data/blocks.golden.json</c>.</summary>
    public static GoldenBlock[] ReadAll() =>
        JsonSerializer.Deserialize<GoldenBlockFile>(File.ReadAllText(TestFiles.Data("blocks.golden.json")), Options)!.Blocks;

    private sealed record GoldenBlockFile(string Library, GoldenBlock[] Blocks);
}
