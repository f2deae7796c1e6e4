using System.Net;
using Vitrine.Gateway.Parsing;

namespace Vitrine.Gateway.Forwarding;

/// <summary>A rewritten body as the content of an upstream's request. The bytes stay the request's own.</summary>
internal sealed class RewrittenContent(RewrittenBody body) : HttpContent
{
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) => body.WriteToAsync(stream, cancellationToken).AsTask();

    protected override bool TryComputeLength(out long length)
    {
        length = body.Length;
        return true;
    }
}
