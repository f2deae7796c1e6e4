using Vitrine.Inference.Gguf;
using Vitrine.Inference.Tensors;
using Vitrine.Inference.Tests.Models;

namespace Vitrine.Inference.Tests.Gguf;

public sealed class GgufFileTests
{
    private static readonly byte[] Small = new GgufWriter()
        .Add("general.architecture", "llama")
        .Add("a.uint", 7u)
        .Add("a.int", -7)
        .Add("a.ulong", 1UL << 40)
        .Add("a.float", 0.5f)
        .Add("a.bool", true)
        .Add("a.strings", new[] { "x", "", "é🙂" })
        .Add("a.floats", new[] { 1f, -2f })
        .Add("a.ints", new[] { 1, -2, 3 })
        .Add("first", TensorType.F32, [1, 2, 3, 4, 5, 6], 3, 2)
        .Add("second", TensorType.F16, [0.5f, -1], 2)
        .ToArray();

    [Fact]
    public void Open_SmallFile_ReadsMetadataAndTensors()
    {
        using GgufFile file = Open(Small);
        file.Version.ShouldBe(3u);
        file.IsMapped.ShouldBeFalse();
        file.SizeBytes.ShouldBe(Small.Length);
        file.Metadata.Get<string>("general.architecture").ShouldBe("llama");
        file.Metadata.GetCount("a.uint", 0, 10).ShouldBe(7);
        file.Metadata.Get<long>("a.int").ShouldBe(-7);
        file.Metadata.Get<long>("a.ulong").ShouldBe(1L << 40);
        file.Metadata.Get<double>("a.float").ShouldBe(0.5);
        file.Metadata.Get<bool>("a.bool").ShouldBeTrue();
        file.Metadata.Get<string[]>("a.strings").ShouldBe(["x", "", "é🙂"]);
        file.Metadata.Get<float[]>("a.floats").ShouldBe([1f, -2f]);
        file.Metadata.Get<long[]>("a.ints").ShouldBe([1, -2, 3]);
        Values(file, "first").ShouldBe([1, 2, 3, 4, 5, 6]);
        Values(file, "second").ShouldBe([0.5f, -1]);
        file.TryGetTensor("third", out _).ShouldBeFalse();
    }

    [Fact]
    public void Open_BeyondTheCopyLimit_MapsTheSameBytes()
    {
        using TemporaryFile path = TestFiles.Write(Small);
        using GgufFile file = GgufFile.Open(path.Path, copyLimitBytes: 16);
        file.IsMapped.ShouldBeTrue();
        Values(file, "first").ShouldBe([1, 2, 3, 4, 5, 6]);
    }

    [Fact]
    public void Open_WithProgress_EndsAtOne()
    {
        using TemporaryFile path = TestFiles.Write(Small);
        var progress = new LastReport();
        GgufFile.Open(path.Path, progress).Dispose();
        progress.Value.ShouldBe(1);
    }

    [Theory]
    [InlineData(0, 0x46554746u, "magic")]
    [InlineData(4, 4u, "version")]
    [InlineData(4, 0x03000000u, "version")]
    [InlineData(12, 0x10000000u, "count")]
    [InlineData(20, 0x10000000u, "count")]
    public void Open_WrongHeader_NamesOffsetAndExpectation(int at, uint value, string expected)
    {
        byte[] bytes = [.. Small];
        BitConverter.TryWriteBytes(bytes.AsSpan(at), value);
        GgufFormatException error = Should.Throw<GgufFormatException>(() => Open(bytes).Dispose());
        error.Expectation.ShouldContain(expected);
        error.Message.ShouldContain(error.Path);
        error.Offset.ShouldBeInRange(0, Small.Length);
    }

    [Fact]
    public void Open_OverlappingTensors_IsRefused()
    {
        // The offset of "second" is the last field of the table: 8 bytes before the padding of the data part.
        byte[] bytes = [.. Small];
        int at = bytes.AsSpan().IndexOf("second"u8) + 6 + 4 + 8 + 4;
        BitConverter.TryWriteBytes(bytes.AsSpan(at), 0UL);
        Should.Throw<GgufFormatException>(() => Open(bytes).Dispose()).Expectation.ShouldContain("behind");
    }

    [Fact]
    public void Open_TensorBehindTheEnd_IsRefused()
    {
        byte[] bytes = [.. Small];
        int at = bytes.AsSpan().IndexOf("second"u8) + 6 + 4 + 8 + 4;
        BitConverter.TryWriteBytes(bytes.AsSpan(at), ulong.MaxValue - 31);
        Should.Throw<GgufFormatException>(() => Open(bytes).Dispose()).Expectation.ShouldContain("inside");
    }

    [Theory]
    [InlineData(TensorType.Q4_K)]
    [InlineData(TensorType.Q6_K)]
    public void Open_RowsOfPartialSuperblocks_AreRefused(TensorType type)
    {
        byte[] bytes = new GgufWriter().Add("w", type, new float[256], 128, 2).ToArray();
        Should.Throw<GgufFormatException>(() => Open(bytes).Dispose()).Expectation.ShouldContain("whole 256-element blocks");
    }

    [Theory]
    [InlineData(TensorType.Q4_K, 288)]
    [InlineData(TensorType.Q6_K, 420)]
    public void Open_CutSuperblock_IsRefused(TensorType type, int sizeBytes)
    {
        byte[] bytes = new GgufWriter().Add("w", type, new float[512], 256, 2).ToArray();
        int padding = (32 - (sizeBytes % 32)) % 32;
        Open(bytes[..^padding]).Dispose();
        Should.Throw<GgufFormatException>(() => Open(bytes[..^(padding + 1)]).Dispose()).Expectation.ShouldContain($"found {sizeBytes} bytes");
    }

    [Fact]
    public void Open_TruncatedAtEveryByte_IsRefused()
    {
        using var path = new TemporaryFile();
        // The last tensor ends 28 bytes before the file does: that much padding may be missing.
        for (int length = 0; length < Small.Length - 28; length++)
        {
            File.WriteAllBytes(path.Path, Small[..length]);
            Should.Throw<GgufFormatException>(() => GgufFile.Open(path.Path).Dispose(), $"{length} bytes");
        }
    }

    [Fact]
    public void Open_RandomMutations_OpensOrRefusesWithoutLargeAllocations()
    {
        using var path = new TemporaryFile();
        var random = new Random(20261120);
        long before = GC.GetAllocatedBytesForCurrentThread();
        int refused = 0;
        for (int round = 0; round < 1500; round++)
        {
            byte[] bytes = [.. Small];
            for (int i = random.Next(1, 5); i > 0; i--) Mutate(bytes, random);
            File.WriteAllBytes(path.Path, bytes);
            try
            {
                using GgufFile file = GgufFile.Open(path.Path);
                foreach (GgufTensor tensor in file.Tensors) (tensor.FileOffset + tensor.SizeBytes).ShouldBeLessThanOrEqualTo(bytes.Length);
            }
            catch (GgufFormatException)
            {
                refused++;
            }
        }

        refused.ShouldBeInRange(150, 1499);
        // A hostile count must not reserve what it promises: 1,500 rounds over a 600-byte file stay far below one such reservation.
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(256L << 20);
    }

    private static void Mutate(byte[] bytes, Random random)
    {
        int at = random.Next(bytes.Length);
        switch (random.Next(4))
        {
            case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
            case 1: bytes[at] = (byte)random.Next(256); break;
            case 2: bytes.AsSpan(at, Math.Min(8, bytes.Length - at)).Fill(0xFF); break;
            default: bytes.AsSpan(random.Next(bytes.Length - 8), 8).CopyTo(bytes.AsSpan(Math.Min(at, bytes.Length - 8))); break;
        }
    }

    private static GgufFile Open(byte[] bytes)
    {
        using TemporaryFile path = TestFiles.Write(bytes);
        return GgufFile.Open(path.Path);
    }

    private static unsafe float[] Values(GgufFile file, string name)
    {
        file.TryGetTensor(name, out TensorView view).ShouldBeTrue();
        return Quantiser.Decode(view.Type, new ReadOnlySpan<byte>(view.Pointer, checked((int)(view.RowBytes * view.Rows))));
    }

    private sealed class LastReport : IProgress<double>
    {
        public double Value { get; private set; }

        public void Report(double value) => Value = value;
    }
}
