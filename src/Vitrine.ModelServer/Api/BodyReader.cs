using System.Buffers;
using System.Text.Unicode;

namespace Vitrine.ModelServer.Api;

/// <summary>Reads a whole request body, as long as it is not longer than the server is willing to read.</summary>
internal static class BodyReader
{
    /// <summary>Reads the body into one array, or says why not. A body whose announced length is too large is not read at all.</summary>
    /// <param name="request">The request.</param>
    /// <param name="maxBytes">The longest body that is read.</param>
    public static async ValueTask<(byte[]? Body, ApiError? Error)> ReadAsync(HttpRequest request, long maxBytes)
    {
        if (request.ContentLength > maxBytes) return (null, TooLarge(maxBytes));
        var reader = request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(request.HttpContext.RequestAborted);
            if (read.Buffer.Length > maxBytes)
            {
                reader.AdvanceTo(read.Buffer.End);
                return (null, TooLarge(maxBytes));
            }

            if (read.IsCompleted)
            {
                var body = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return Check(body);
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static (byte[]?, ApiError?) Check(byte[] body)
    {
        if (body.Length == 0) return (null, new ApiError(ErrorCode.InvalidArgument, "The body is empty; a JSON object is expected."));
        if (Utf8.IsValid(body)) return (body, null);
        return (null, new ApiError(ErrorCode.InvalidArgument, $"The body is not valid UTF-8 at byte {FirstInvalid(body)}."));
    }

    private static int FirstInvalid(ReadOnlySpan<byte> body)
    {
        var at = 0;
        while (System.Text.Rune.DecodeFromUtf8(body[at..], out _, out var length) == OperationStatus.Done) at += length;
        return at;
    }

    private static ApiError TooLarge(long maxBytes) => new(ErrorCode.BodyTooLarge, $"The body is larger than {maxBytes} bytes, the most this server reads.");
}
