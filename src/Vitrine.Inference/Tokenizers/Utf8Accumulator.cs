using System.Buffers;
using System.Text;

namespace Vitrine.Inference.Tokenizers;

/// <summary>
/// Turns a stream of byte pieces into text that never splits a UTF-8 sequence: an unfinished sequence at the end of a piece waits, at most
/// three bytes long, for the next one. Bytes that can never become UTF-8 are U+FFFD, as everywhere in .NET. Not thread-safe.
/// </summary>
public sealed class Utf8Accumulator
{
    private readonly byte[] _pending = new byte[3];
    private int _count;

    /// <summary>Bytes that wait for the rest of their sequence, 0 to 3.</summary>
    public int PendingBytes => _count;

    /// <summary>Takes the next piece and returns the text that is complete now; allocates nothing but that text.</summary>
    public string Append(ReadOnlySpan<byte> piece)
    {
        if (piece.IsEmpty) return "";
        if (_count == 0) return Complete(piece);

        byte[] joined = ArrayPool<byte>.Shared.Rent(_count + piece.Length);
        _pending.AsSpan(0, _count).CopyTo(joined);
        piece.CopyTo(joined.AsSpan(_count));
        string text = Complete(joined.AsSpan(0, _count + piece.Length));
        ArrayPool<byte>.Shared.Return(joined);
        return text;
    }

    /// <summary>Ends the stream: an unfinished sequence becomes one U+FFFD.</summary>
    public string Flush()
    {
        string text = _count == 0 ? "" : "\uFFFD";
        _count = 0;
        return text;
    }

    /// <summary>Forgets what waits.</summary>
    public void Reset() => _count = 0;

    private string Complete(ReadOnlySpan<byte> bytes)
    {
        int keep = UnfinishedTail(bytes);
        bytes[^keep..].CopyTo(_pending);
        _count = keep;
        return Encoding.UTF8.GetString(bytes[..^keep]);
    }

    /// <summary>Length of a sequence at the end that more bytes could complete.</summary>
    private static int UnfinishedTail(ReadOnlySpan<byte> bytes)
    {
        for (int back = 1; back <= Math.Min(3, bytes.Length); back++)
        {
            if ((bytes[^back] & 0xC0) == 0x80) continue;
            return Rune.DecodeFromUtf8(bytes[^back..], out _, out _) == OperationStatus.NeedMoreData ? back : 0;
        }

        return 0;
    }
}
