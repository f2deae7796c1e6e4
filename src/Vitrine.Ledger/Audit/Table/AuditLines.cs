using Microsoft.Win32.SafeHandles;
using Vitrine.Telemetry.Logs;

namespace Vitrine.Ledger.Audit.Table;

/// <summary>Lines of a trail's file, and what can be told of one by looking at its bytes: canonical JSON writes everything in one way only.</summary>
internal static class AuditLines
{
    private const int BufferBytes = 256 * 1024;

    /// <summary>The whole lines of a stretch of the file, without their line ends. Each is valid until the next is asked for.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Forward(SafeFileHandle file, long from, long to)
    {
        var buffer = new byte[Math.Min(BufferBytes, Math.Max(1, to - from))];
        var (begin, end) = (0, 0);
        while (true)
        {
            var size = buffer.AsSpan(begin, end - begin).IndexOf((byte)'\n');
            if (size >= 0)
            {
                yield return buffer.AsMemory(begin, size);
                begin += size + 1;
                continue;
            }

            buffer.AsSpan(begin, end - begin).CopyTo(buffer);
            (begin, end) = (0, end - begin);
            if (end == buffer.Length) Array.Resize(ref buffer, 2 * end);
            var read = RandomAccess.Read(file, buffer.AsSpan(end, (int)Math.Min(buffer.Length - end, to - from)), from);
            if (read == 0) yield break;
            from += read;
            end += read;
        }
    }

    /// <summary>When a record was recorded, as the 24 bytes that it says it with: their order is the order in time.</summary>
    public static ReadOnlySpan<byte> TimestampOf(ReadOnlySpan<byte> line) => line.Slice(line.IndexOf("\"timestamp\":\""u8) + "\"timestamp\":\""u8.Length, LogTime.MillisBytes);
}
