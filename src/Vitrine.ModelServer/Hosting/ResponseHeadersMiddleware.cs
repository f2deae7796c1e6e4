using System.Diagnostics;
using Microsoft.AspNetCore.Http.Features;

namespace Vitrine.ModelServer.Hosting;

/// <summary>
/// What every answer of the API carries: who may read it across origins, and the trace it belongs to. Preflights end here; they ask for
/// nothing and are not counted.
/// </summary>
internal sealed class ResponseHeadersMiddleware(RequestDelegate next, ModelServerOptions options)
{
    private const string Any = "*";
    private readonly bool _allowsAny = options.AllowedOrigins.Contains(Any, StringComparer.Ordinal);
    private readonly HashSet<string> _origins = options.AllowedOrigins.ToHashSet(StringComparer.OrdinalIgnoreCase);

    public Task InvokeAsync(HttpContext context)
    {
        AllowOrigin(context.Request.Headers.Origin, context.Response.Headers);
        if (context.Features.Get<IHttpActivityFeature>()?.Activity is { IdFormat: ActivityIdFormat.W3C } span) context.Response.Headers.TraceParent = span.Id;
        if (!HttpMethods.IsOptions(context.Request.Method)) return next(context);
        context.Response.Headers.AccessControlAllowMethods = "GET, POST, OPTIONS";
        context.Response.Headers.AccessControlAllowHeaders = "Authorization, Content-Type, X-Api-Key, X-Request-ID, traceparent, tracestate";
        context.Response.Headers.AccessControlMaxAge = "3600";
        context.Response.StatusCode = StatusCodes.Status200OK;
        return Task.CompletedTask;
    }

    private void AllowOrigin(string? origin, IHeaderDictionary headers)
    {
        if (_allowsAny)
        {
            headers.AccessControlAllowOrigin = Any;
        }
        else if (origin is not null && _origins.Contains(origin))
        {
            headers.AccessControlAllowOrigin = origin;
            headers.Vary = "Origin";
        }
    }
}
