namespace Vitrine.Gateway.Tests;

/// <summary>A stream that gives some bytes and then fails.</summary>
internal sealed class FailingStream(byte[] first, Exception failure) : MemoryStream(first)
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await base.ReadAsync(buffer, cancellationToken);
        return read > 0 ? read : throw failure;
    }
}
