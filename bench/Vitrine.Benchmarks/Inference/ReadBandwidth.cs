using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Vitrine.Benchmarks.Inference;

/// <summary>How fast threads read memory that is in no cache: the upper limit of decoding, which reads every weight for every token.</summary>
internal static unsafe class ReadBandwidth
{
    private const int SizeBytes = 256 << 20;
    private const int Rounds = 9;
    private const int Streams = 4;

    /// <summary>Bytes per second of so many threads together, the fastest of some rounds over 256 MiB.</summary>
    public static double Measure(int threads)
    {
        byte* memory = (byte*)NativeMemory.AlignedAlloc(SizeBytes, 64);
        new Span<byte>(memory, SizeBytes).Fill(1);
        double fastest = 0;
        for (int round = 0; round < Rounds; round++)
        {
            long start = Stopwatch.GetTimestamp();
            Thread[] readers = [.. Enumerable.Range(0, threads).Select(i => new Thread(() => Read(memory + ((long)SizeBytes / threads * i), SizeBytes / threads)))];
            foreach (Thread reader in readers) reader.Start();
            foreach (Thread reader in readers) reader.Join();
            fastest = Math.Max(fastest, SizeBytes / Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        NativeMemory.AlignedFree(memory);
        return fastest;
    }

    /// <summary>Reads in four streams, each asked for ahead: that keeps more lines under way than one stream does.</summary>
    private static void Read(byte* memory, int sizeBytes)
    {
        int stream = sizeBytes / Streams;
        Vector512<byte> a = default, b = default, c = default, d = default;
        for (byte* at = memory; at < memory + stream; at += 64)
        {
            a |= Load(at);
            b |= Load(at + stream);
            c |= Load(at + (2 * stream));
            d |= Load(at + (3 * stream));
        }

        // The sum is used, so that the loads are not dropped.
        if ((a | b | c | d) == Vector512<byte>.Zero) throw new InvalidOperationException("The memory was not filled.");

        static Vector512<byte> Load(byte* at)
        {
            if (Sse.IsSupported) Sse.Prefetch0(at + 2048);
            return Vector512.Load(at);
        }
    }
}
