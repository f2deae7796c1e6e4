using System.Buffers;

namespace Vitrine.Gateway.Responding;

/// <summary>Passes on what nobody here can read: compressed answers, HTML, audio.</summary>
internal sealed class UnreadScanner : UsageScanner
{
    /// <inheritdoc/>
    public override long CountedTokens => 0;

    /// <inheritdoc/>
    public override void Scan(ReadOnlySpan<byte> chunk, IBufferWriter<byte> client) => client.Write(chunk);

    /// <inheritdoc/>
    public override void Complete(IBufferWriter<byte> client) => Facts.Unread++;

    /// <inheritdoc/>
    public override void Dispose()
    {
    }
}
