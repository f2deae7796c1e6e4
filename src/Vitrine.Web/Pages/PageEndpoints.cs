using Microsoft.Net.Http.Headers;

namespace Vitrine.Web.Pages;

/// <summary>Serves the pages: each file at its own path, <c>/</c> is <c>index.html</c>. Which page is shown stands behind the <c>#</c>, and is the client's affair.</summary>
internal static class PageEndpoints
{
    /// <summary>
    /// Nothing but this origin, no inline script and no inline style: whatever a model or a name smuggles into a page stays text, and no
    /// request leaves the machine. Images from <c>data:</c> are drawn by the pages themselves.
    /// </summary>
    public const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static void MapPages(this IEndpointRouteBuilder endpoints, AssetStore assets)
    {
        foreach (var asset in assets.All) endpoints.MapPage(asset.Path, context => SendAsync(context, asset));
        endpoints.MapPage("/", context => SendAsync(context, assets.Index));
    }

    private static void MapPage(this IEndpointRouteBuilder endpoints, string path, RequestDelegate page) =>
        endpoints.MapMethods(path, [HttpMethods.Get, HttpMethods.Head], page).WithDisplayName($"page {path}").ExcludeFromDescription();

    private static async Task SendAsync(HttpContext context, Asset asset)
    {
        var (request, response) = (context.Request, context.Response);
        Protect(response);
        response.Headers.ETag = asset.ETag;
        response.Headers.Vary = HeaderNames.AcceptEncoding;
        response.Headers.CacheControl = asset.IsImmutable ? "public, max-age=31536000, immutable" : "no-cache";
        if (IsKnown(request, asset))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        var (bytes, encoding) = Choose(request, asset);
        response.ContentType = asset.ContentType;
        response.ContentLength = bytes.Length;
        if (encoding is not null) response.Headers.ContentEncoding = encoding;
        if (!HttpMethods.IsHead(request.Method)) await response.Body.WriteAsync(bytes, context.RequestAborted);
    }

    private static void Protect(HttpResponse response)
    {
        response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers["Cross-Origin-Opener-Policy"] = "same-origin";
    }

    private static bool IsKnown(HttpRequest request, Asset asset)
    {
        var known = request.GetTypedHeaders().IfNoneMatch;
        return known.Any(tag => tag.Equals(EntityTagHeaderValue.Any) || tag.Tag == asset.ETag);
    }

    private static (byte[] Bytes, string? Encoding) Choose(HttpRequest request, Asset asset)
    {
        var accepted = request.GetTypedHeaders().AcceptEncoding;
        if (asset.Brotli is { } brotli && Takes("br")) return (brotli, "br");
        if (asset.Gzip is { } gzip && Takes("gzip")) return (gzip, "gzip");
        return (asset.Plain, null);

        bool Takes(string encoding) => accepted.Any(each => each.Quality is not 0 && each.Value.Equals(encoding, StringComparison.OrdinalIgnoreCase));
    }
}
