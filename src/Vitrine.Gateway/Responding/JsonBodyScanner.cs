using System.Buffers;
using Vitrine.Gateway.Parsing;

namespace Vitrine.Gateway.Responding;

/// <summary>
/// An answer in one JSON body. It passes on at once; a copy of up to 1 MiB is kept and read at the end. A longer body, such as a large batch of
/// embeddings, passes unread and counts as such: its input stays the gateway's estimate.
/// </summary>
internal sealed class JsonBodyScanner : UsageScanner
{
    /// <summary>The longest body that is read, in bytes.</summary>
    public const int MaxBytes = 1 << 20;

    private readonly ByteCarry _body = new(MaxBytes);
    private bool _isTooLong;

    /// <inheritdoc/>
    public override long CountedTokens => (Facts.Characters + PromptCounter.CharactersPerToken - 1) / PromptCounter.CharactersPerToken;

    /// <inheritdoc/>
    public override void Scan(ReadOnlySpan<byte> chunk, IBufferWriter<byte> client)
    {
        client.Write(chunk);
        if (_isTooLong || _body.TryAppend(chunk)) return;
        _isTooLong = true;
        _body.Dispose();
    }

    /// <inheritdoc/>
    public override void Complete(IBufferWriter<byte> client)
    {
        if (_isTooLong) Facts.Unread++;
        else if (!_body.IsEmpty) AnswerReader.Read(_body.Bytes, Facts, out _);
        _body.Clear();
    }

    /// <inheritdoc/>
    public override void Dispose() => _body.Dispose();
}
