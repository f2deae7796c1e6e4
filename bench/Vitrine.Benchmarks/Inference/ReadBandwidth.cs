using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Vitrine.Benchmarks.Inference;

/// <summary>How fast threads read memory that is in no cache: the upper limit of decoding, which reads every weight for every token.</summary>
internal static unsafe class ReadBandwidth
{
    private const int SizeBytes = 256 << 20;
    private const int Rounds = 7;

    /// <summary>Bytes per second of so many threads together, the median of some rounds over 256 MiB.</summary>
    public static double Measure(int threads)
    {
        byte* memory = (byte*)NativeMemory.AlignedAlloc(SizeBytes, 64);
        new Span<byte>(memory, SizeBytes).Fill(1);
        var speeds = new List<double>();
        for (int round = 0; round < Rounds; round++)
        {
            long start = Stopwatch.GetTimestamp();
            Thread[] readers = [.. Enumerable.Range(0, threads).Select(i => new Thread(() => Read(memory + ((long)SizeBytes / threads * i), SizeBytes / threads)))];
            foreach (Thread reader in readers) reader.Start();
            foreach (Thread reader in readers) reader.Join();
            speeds.Add(SizeBytes / Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        NativeMemory.AlignedFree(memory);
        return speeds.Order().ElementAt(Rounds / 2);
    }

    private static void Read(byte* memory, int sizeBytes)
    {
        Vector512<byte> a = default, b = default, c = default, d = default;
        for (int i = 0; i + 256 <= sizeBytes; i += 256)
        {
            a |= Vector512.Load(memory + i);
            b |= Vector512.Load(memory + i + 64);
            c |= Vector512.Load(memory + i + 128);
            d |= Vector512.Load(memory + i + 192);
        }

        // The sum is used, so that the loads are not dropped.
        if ((a | b | c | d) == Vector512<byte>.Zero) throw new InvalidOperationException("The memory was not filled.");
    }
}
