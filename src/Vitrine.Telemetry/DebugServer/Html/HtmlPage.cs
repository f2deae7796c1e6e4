using System.Security.Cryptography;
using System.Text;

namespace Vitrine.Telemetry.DebugServer.Html;

/// <summary>
/// The frame of every debug page: one style sheet inside it, no script, no request to anywhere. The policy allows exactly that style, by
/// its hash, and nothing else.
/// </summary>
internal static class HtmlPage
{
    private static readonly string s_style = ReadStyle();
    private static readonly string s_policy = $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(s_style)))}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>Whether a browser asks: <c>text/html</c> is among what it accepts.</summary>
    public static bool IsWanted(HttpContext context)
    {
        foreach (var accept in context.Request.Headers.Accept)
        {
            if (accept is not null && accept.Contains("text/html", StringComparison.OrdinalIgnoreCase)) return true;
        }

        return false;
    }

    /// <summary>Sends a page.</summary>
    /// <param name="context">The request.</param>
    /// <param name="service">The service's name, before the title.</param>
    /// <param name="title">What the page shows.</param>
    /// <param name="toRoot">The relative way to the listener's root, so that links work behind a proxy's prefix.</param>
    /// <param name="body">Writes what stands under the heading.</param>
    public static Task WriteAsync(HttpContext context, string service, string title, string toRoot, Action<HtmlText> body)
    {
        var html = new HtmlText();
        html.Raw("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>")
            .Text(service).Raw(" · ").Text(title).Raw("</title><style>").Raw(s_style).Raw("</style></head><body>\n<header><nav>");
        foreach (var (path, name) in DebugEndpoints.Navigation) html.Link(toRoot + path, name).Raw(" ");
        html.Raw("</nav><h1><span class=\"service\">").Text(service).Raw("</span> ").Text(title).Raw("</h1></header>\n<main>");
        body(html);
        html.Raw("</main></body></html>\n");
        var headers = context.Response.Headers;
        context.Response.ContentType = "text/html; charset=utf-8";
        headers.ContentSecurityPolicy = s_policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-store";
        headers.Vary = "Accept";
        return context.Response.WriteAsync(html.ToString(), context.RequestAborted);
    }

    private static string ReadStyle()
    {
        using var stream = typeof(HtmlPage).Assembly.GetManifestResourceStream("debug.css") ?? throw new System.Diagnostics.UnreachableException("The style sheet debug.css is not embedded.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
