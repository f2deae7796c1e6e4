using System.Buffers;

namespace Vitrine.Web.Hosting;

/// <summary>Reads a whole request body.</summary>
internal static class RequestBody
{
    /// <summary>The body in one array, or null when it is longer than <paramref name="maxBytes"/>; one that announces so is not read at all.</summary>
    public static async ValueTask<byte[]?> ReadAsync(HttpRequest request, long maxBytes)
    {
        if (request.ContentLength > maxBytes) return null;
        var reader = request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(request.HttpContext.RequestAborted);
            if (read.Buffer.Length > maxBytes)
            {
                reader.AdvanceTo(read.Buffer.End);
                return null;
            }

            if (read.IsCompleted)
            {
                var body = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return body;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}
