using System.Buffers;
using Vitrine.Gateway.Parsing;

namespace Vitrine.Gateway.Responding;

/// <summary>
/// An answer in one JSON body. It passes on at once; a copy of up to 1 MiB is kept and read at the end. Of a longer body, such as a large batch of
/// embeddings, the last 4 KiB are kept, where every known upstream writes the usage; without one there it counts as unread.
/// </summary>
internal sealed class JsonBodyScanner : UsageScanner
{
    /// <summary>The longest body that is read whole, in bytes.</summary>
    public const int MaxBytes = 1 << 20;

    /// <summary>What is kept of the end of a longer one, in bytes.</summary>
    public const int EndBytes = 4 << 10;

    private readonly ByteCarry _body = new(MaxBytes);
    private bool _isLong;

    /// <inheritdoc/>
    public override long CountedTokens => (Facts.Characters + PromptCounter.CharactersPerToken - 1) / PromptCounter.CharactersPerToken;

    /// <inheritdoc/>
    public override void Scan(ReadOnlySpan<byte> chunk, IBufferWriter<byte> client)
    {
        client.Write(chunk);
        if (_body.TryAppend(chunk)) return;
        _isLong = true;
        _body.KeepLast(Math.Max(0, EndBytes - chunk.Length));
        _body.TryAppend(chunk[Math.Max(0, chunk.Length - EndBytes)..]);
    }

    /// <inheritdoc/>
    public override void Complete(IBufferWriter<byte> client)
    {
        if (_isLong && !AnswerReader.ReadEnd(_body.Bytes[Math.Max(0, _body.Bytes.Length - EndBytes)..], Facts)) Facts.Unread++;
        else if (!_isLong && !_body.IsEmpty) AnswerReader.Read(_body.Bytes, Facts, out _);
        _body.Clear();
    }

    /// <inheritdoc/>
    public override void Dispose() => _body.Dispose();
}
