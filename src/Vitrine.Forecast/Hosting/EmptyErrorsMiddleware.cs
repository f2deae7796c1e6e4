using Microsoft.Net.Http.Headers;
using Vitrine.Forecast.Responses;
using Vitrine.Telemetry;

namespace Vitrine.Forecast.Hosting;

/// <summary>Gives a body to what routing refuses: an unknown path, and a known one with another method.</summary>
internal sealed class EmptyErrorsMiddleware(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        await next(context);
        if (context.Response.HasStarted || context.Response.ContentType is not null) return;
        var request = context.Request;
        var error = context.Response.StatusCode switch
        {
            StatusCodes.Status404NotFound => new ForecastError(StatusCodes.Status404NotFound, "NotFound", $"There is nothing at {request.Path}; {ServicePages.OpenApi} lists what there is", Outcome.Error) { Type = "not_found", HasDetail = true },
            StatusCodes.Status405MethodNotAllowed => new ForecastError(StatusCodes.Status405MethodNotAllowed, "MethodNotAllowed", $"{request.Path} does not answer {request.Method}; it accepts {context.Response.Headers[HeaderNames.Allow]}", Outcome.Error) { Type = "method_not_allowed", HasDetail = true },
            _ => null,
        };
        if (error is not null) ErrorWriter.Write(context, error);
    }
}
