using Microsoft.Net.Http.Headers;

namespace Vitrine.Telemetry.Hosting.Assets;

/// <summary>Serves pages: each file at its own path, the root is <c>index.html</c>. What a page shows further stands behind the <c>#</c>, and is its own affair.</summary>
public static class AssetEndpoints
{
    /// <summary>
    /// Nothing but this origin, no inline script and no inline style: whatever a model or a name smuggles into a page stays text, and no
    /// request leaves the machine. Images from <c>data:</c> are drawn by the pages themselves.
    /// </summary>
    public const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Maps the files below a root.</summary>
    /// <param name="endpoints">Where.</param>
    /// <param name="assets">The files.</param>
    /// <param name="root">A path without a slash at its end, or nothing. It leads to the same with a slash, from which the page's relative addresses start.</param>
    public static IEndpointRouteBuilder MapAssets(this IEndpointRouteBuilder endpoints, AssetStore assets, string root = "")
    {
        foreach (var asset in assets.All) endpoints.MapPage(root + asset.Path, context => SendAsync(context, asset));
        endpoints.MapPage(root + "/", context => context.Request.Path.Value!.EndsWith('/') ? SendAsync(context, assets.Index) : LeadAsync(context, root));
        return endpoints;
    }

    private static void MapPage(this IEndpointRouteBuilder endpoints, string path, RequestDelegate page) =>
        endpoints.MapMethods(path, [HttpMethods.Get, HttpMethods.Head], page).WithDisplayName($"page {path}").ExcludeFromDescription();

    // Relative, so that it holds behind a proxy that puts something before the path.
    private static Task LeadAsync(HttpContext context, string root)
    {
        context.Response.Redirect(root[(root.LastIndexOf('/') + 1)..] + "/");
        return Task.CompletedTask;
    }

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
