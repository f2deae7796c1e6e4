using System.Buffers;
using Vitrine.Gateway.Pipeline;

namespace Vitrine.Gateway.Parsing;

/// <summary>Reads a whole request body into one pooled piece, as long as it is not longer than the gateway is willing to hold.</summary>
internal static class BodyReader
{
    /// <summary>The longest body by default, in bytes.</summary>
    public const int DefaultMaxBytes = 32 << 20;

    /// <summary>What is rented before anything came: an announced length is a promise, and memory for it is found as it is kept.</summary>
    private const int LargestFirstPiece = 1 << 20;

    private const int UnknownLength = 16 << 10;

    /// <summary>Reads the body, or says why not. A body whose announced length is too large is not read at all.</summary>
    /// <param name="request">The request.</param>
    /// <param name="maxBytes">The longest body that is read.</param>
    /// <param name="aborted">Fires when the client left.</param>
    public static async ValueTask<(RequestBody? Body, GatewayError? Error)> ReadAsync(HttpRequest request, int maxBytes, CancellationToken aborted)
    {
        if (request.ContentLength > maxBytes) return (null, GatewayErrors.BodyTooLarge);
        var announced = request.ContentLength ?? UnknownLength;
        if (announced == 0) return (new RequestBody([], 0), null);
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(announced, LargestFirstPiece));
        var length = 0;
        try
        {
            while (true)
            {
                // An announced body is read into what it announced; the read that finds its end then needs no room.
                if (length == buffer.Length && length != request.ContentLength) buffer = Grow(buffer);
                var read = await request.Body.ReadAsync(buffer.AsMemory(length), aborted);
                if (read == 0) break;
                length += read;
                if (length > maxBytes) return (null, Give(buffer, GatewayErrors.BodyTooLarge));
                if (length == request.ContentLength) break;
            }
        }
        catch (BadHttpRequestException e)
        {
            return (null, Give(buffer, ErrorOf(e)));
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            return (null, Give(buffer, GatewayErrors.ClientLeft));
        }

        if (request.ContentLength is { } promised && length < promised) return (null, Give(buffer, GatewayErrors.BadJson($"the body ended after {length} of {promised} bytes")));
        return (new RequestBody(buffer, length), null);
    }

    private static byte[] Grow(byte[] full)
    {
        var larger = ArrayPool<byte>.Shared.Rent(full.Length * 2);
        full.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(full);
        return larger;
    }

    private static GatewayError Give(byte[] buffer, GatewayError error)
    {
        ArrayPool<byte>.Shared.Return(buffer);
        return error;
    }

    /// <summary>The server's own refusals: its size limit, its least data rate, and framing that does not hold.</summary>
    private static GatewayError ErrorOf(BadHttpRequestException e) => e.StatusCode switch
    {
        StatusCodes.Status413PayloadTooLarge => GatewayErrors.BodyTooLarge,
        StatusCodes.Status408RequestTimeout => GatewayErrors.BodyTooSlow,
        _ => GatewayErrors.BadJson("the body is not framed as its headers say"),
    };
}
