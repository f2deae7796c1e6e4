namespace Vitrine.Web.Chat;

/// <summary>The headers of a streamed answer.</summary>
internal static class AnswerHeaders
{
    /// <summary>Sets them.</summary>
    public static void Set(HttpResponse response, string type)
    {
        response.ContentType = type;
        response.Headers.CacheControl = "no-cache";
        // Proxies that collect answers would take the point out of a stream.
        response.Headers["X-Accel-Buffering"] = "no";
    }
}
