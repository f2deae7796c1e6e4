using Microsoft.Net.Http.Headers;

namespace Vitrine.ModelServer.Api;

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
            StatusCodes.Status404NotFound => new ApiError(ErrorCode.NotFound, $"There is nothing at {request.Path}. The API is POST /v1/chat/completions, /v1/completions, /v1/embeddings, /v1/rerank, /v1/tokenize and GET /v1/models."),
            StatusCodes.Status405MethodNotAllowed => new ApiError(ErrorCode.MethodNotAllowed, $"{request.Path} does not answer {request.Method}; it accepts {context.Response.Headers[HeaderNames.Allow]}."),
            _ => null,
        };
        if (error is not null) ApiErrorWriter.Write(context, error);
    }
}
