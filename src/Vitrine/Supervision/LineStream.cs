using System.Buffers;
using System.IO.Pipelines;

namespace Vitrine.Supervision;

/// <summary>Cuts a stream of bytes into lines.</summary>
internal static class LineStream
{
    /// <summary>A line longer than this comes in pieces, in bytes: a child that never ends its line must not eat the memory.</summary>
    public const int LongestLine = 1024 * 1024;

    /// <summary>Hands over each line without its end, until the stream ends; a last line without an end counts.</summary>
    public static async Task ReadAsync(Stream stream, Action<byte[]> onLine)
    {
        var reader = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 16 * 1024));
        while (true)
        {
            ReadResult result;
            try
            {
                result = await reader.ReadAsync();
            }
            catch (IOException)
            {
                return;
            }

            var buffer = result.Buffer;
            while (TryTakeLine(ref buffer, out var line)) onLine(Trimmed(line));
            if (result.IsCompleted)
            {
                if (!buffer.IsEmpty) onLine(Trimmed(buffer));
                await reader.CompleteAsync();
                return;
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    private static bool TryTakeLine(ref ReadOnlySequence<byte> buffer, out ReadOnlySequence<byte> line)
    {
        if (buffer.PositionOf((byte)'\n') is { } end)
        {
            line = buffer.Slice(0, end);
            buffer = buffer.Slice(buffer.GetPosition(1, end));
            return true;
        }

        line = default;
        if (buffer.Length < LongestLine) return false;
        line = buffer;
        buffer = buffer.Slice(buffer.End);
        return true;
    }

    private static byte[] Trimmed(ReadOnlySequence<byte> line)
    {
        var bytes = line.ToArray();
        return bytes is [.., (byte)'\r'] ? bytes[..^1] : bytes;
    }
}
