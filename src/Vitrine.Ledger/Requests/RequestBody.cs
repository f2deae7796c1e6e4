using System.Buffers;

namespace Vitrine.Ledger.Requests;

/// <summary>Reads a request's body whole, into memory that outlives the request: entries are slices of it.</summary>
internal static class RequestBody
{
    /// <summary>The body, or null when it is longer than it may be.</summary>
    /// <exception cref="BadHttpRequestException">It breaks off, comes too slowly, or is longer than the server takes.</exception>
    public static async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request, long most, CancellationToken stop)
    {
        if (request.ContentLength > most) return null;
        while (true)
        {
            var read = await request.BodyReader.ReadAsync(stop);
            if (read.Buffer.Length > most) return null;
            if (read.IsCompleted)
            {
                var body = read.Buffer.ToArray();
                request.BodyReader.AdvanceTo(read.Buffer.End);
                return body;
            }

            request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}
