using System.Buffers;
using System.Buffers.Text;

namespace Vitrine.Benchmarks.Telemetry;

/// <summary>What the machine allows at best, to hold the figures against.</summary>
internal static class Floors
{
    private static readonly long[] s_stripes = new long[16 * 9];
    private static long s_word;

    /// <summary>One interlocked add on one word.</summary>
    public static void InterlockedAdd(int n)
    {
        for (var i = 0; i < n; i++) Interlocked.Increment(ref s_word);
    }

    /// <summary>An interlocked add on the processor's own cache line.</summary>
    public static void StripedAdd(int n)
    {
        for (var i = 0; i < n; i++) Interlocked.Increment(ref s_stripes[16 * (1 + (Thread.GetCurrentProcessorId() & 7))]);
    }

    /// <summary>Lines with a cached prefix and an integer value: the fastest page of metrics there can be.</summary>
    public static void CachedPrefixPage(ArrayBufferWriter<byte> page, byte[][] prefixes)
    {
        page.ResetWrittenCount();
        for (var i = 0; i < prefixes.Length; i++)
        {
            var prefix = prefixes[i];
            var span = page.GetSpan(prefix.Length + 24);
            prefix.CopyTo(span);
            Utf8Formatter.TryFormat((long)i, span[prefix.Length..], out var written);
            span[prefix.Length + written] = (byte)'\n';
            page.Advance(prefix.Length + written + 1);
        }
    }
}
