using System.Net;
using System.Net.Http.Headers;

namespace Vitrine.Traffic;

/// <summary>A body whose sender leaves: after all of it, or in its middle.</summary>
/// <param name="body">The whole body, whose length is announced.</param>
/// <param name="sent">How many bytes of it are sent.</param>
/// <param name="leave">Cancels the request.</param>
internal sealed class LeavingContent(byte[] body, int sent, Action leave) : HttpContent
{
    /// <summary>A JSON body.</summary>
    public static LeavingContent Json(byte[] body, int sent, Action leave)
    {
        var content = new LeavingContent(body, sent, leave);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(body.AsMemory(0, sent), cancellationToken);
        await stream.FlushAsync(cancellationToken);
        leave();
    }

    protected override bool TryComputeLength(out long length)
    {
        length = body.Length;
        return true;
    }
}
