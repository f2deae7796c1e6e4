using System.Buffers;
using System.Net;

namespace Vitrine.Gateway.Polling;

/// <summary>A page of a pod in pooled memory; whoever fetched it disposes of it.</summary>
internal readonly struct FetchedPage : IDisposable
{
    private const int FirstBytes = 16 * 1024;
    private readonly byte[]? _pooled;
    private readonly int _length;

    private FetchedPage(HttpStatusCode status, byte[]? pooled, int length)
    {
        Status = status;
        _pooled = pooled;
        _length = length;
    }

    /// <summary>The status; the page is read only of a 200.</summary>
    public HttpStatusCode Status { get; }

    /// <summary>The page; empty for any other status.</summary>
    public ReadOnlySpan<byte> Bytes => _pooled.AsSpan(0, _length);

    /// <summary>Gets a page.</summary>
    /// <param name="http">The connections.</param>
    /// <param name="request">Asks for it.</param>
    /// <param name="mostBytes">The longest page; one that is longer is read up to here.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="HttpRequestException">No answer came.</exception>
    /// <exception cref="IOException">The answer broke off.</exception>
    public static async ValueTask<FetchedPage> GetAsync(HttpMessageInvoker http, HttpRequestMessage request, int mostBytes, CancellationToken cancellationToken)
    {
        using var response = await http.SendAsync(request, cancellationToken);
        if (response.StatusCode != HttpStatusCode.OK) return new FetchedPage(response.StatusCode, null, 0);
        var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(response.Content.Headers.ContentLength + 1 ?? 0, FirstBytes, mostBytes));
        var length = 0;
        try
        {
            while (length < mostBytes)
            {
                if (length == buffer.Length) buffer = Longer(buffer);
                var read = await stream.ReadAsync(buffer.AsMemory(length, Math.Min(buffer.Length, mostBytes) - length), cancellationToken);
                if (read == 0) break;
                length += read;
            }
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }

        return new FetchedPage(response.StatusCode, buffer, length);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_pooled is not null) ArrayPool<byte>.Shared.Return(_pooled);
    }

    private static byte[] Longer(byte[] full)
    {
        var longer = ArrayPool<byte>.Shared.Rent(full.Length * 2);
        full.CopyTo(longer, 0);
        ArrayPool<byte>.Shared.Return(full);
        return longer;
    }
}
