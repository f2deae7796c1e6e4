using Microsoft.Net.Http.Headers;

namespace Vitrine.Telemetry.Hosting;

/// <summary>Gives a body to what routing refuses: an unknown path, and a known one with another method.</summary>
public static class RoutingRefusals
{
    /// <summary>Writes it behind routing's back. Stands in front of <c>UseRouting</c>.</summary>
    /// <param name="app">The application.</param>
    /// <param name="whatThereIs">A sentence that tells whoever took a wrong path of the right ones.</param>
    /// <param name="notFound">Writes the error of an unknown path; the status is 404.</param>
    /// <param name="notAllowed">Writes the error of another method; the status is 405.</param>
    public static IApplicationBuilder UseVitrineRoutingRefusals(this IApplicationBuilder app, string whatThereIs, Action<HttpContext, string> notFound, Action<HttpContext, string> notAllowed) => app.Use(async (context, next) =>
    {
        await next(context);
        if (context.Response.HasStarted || context.Response.ContentType is not null) return;
        var request = context.Request;
        if (context.Response.StatusCode == StatusCodes.Status404NotFound) notFound(context, $"There is nothing at {request.Path}. {whatThereIs}");
        else if (context.Response.StatusCode == StatusCodes.Status405MethodNotAllowed) notAllowed(context, $"{request.Path} does not answer {request.Method}; it accepts {context.Response.Headers[HeaderNames.Allow]}.");
    });
}
