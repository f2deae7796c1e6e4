using Vitrine.ModelServer.Api;

namespace Vitrine.ModelServer.Requests;

/// <summary>What every endpoint with a JSON body does: take the body, read the request, have it answered.</summary>
internal static class RequestEndpoint
{
    /// <summary>Reads a body, which is valid UTF-8, into a request, or says what is wrong with it.</summary>
    public delegate (TRequest? Request, ApiError? Error) ReadRequest<TRequest>(ReadOnlySpan<byte> body);

    /// <summary>Has a service answer a request; returns why not when nothing was sent.</summary>
    public delegate Task<ApiError?> Answer<in TService, in TRequest>(HttpContext context, TService service, TRequest request);

    /// <summary>Maps POST of a path.</summary>
    public static void MapRequests<TService, TRequest>(
        this IEndpointRouteBuilder endpoints, string path, ModelServerOptions options, ReadRequest<TRequest> read, Answer<TService, TRequest> answer)
        where TService : class
        where TRequest : class
    {
        var maxBytes = options.Api[0].Limits.MaxBodyBytes;
        endpoints.MapPost(path, async (HttpContext context, TService service) =>
        {
            if (await RunAsync(context, maxBytes, read, request => answer(context, service, request)) is { } error) ApiErrorWriter.Write(context, error);
        });
    }

    private static async Task<ApiError?> RunAsync<TRequest>(HttpContext context, long maxBytes, ReadRequest<TRequest> read, Func<TRequest, Task<ApiError?>> answer)
        where TRequest : class
    {
        var (body, tooLarge) = await BodyReader.ReadAsync(context.Request, maxBytes);
        if (body is null) return tooLarge;
        var (request, invalid) = read(body);
        return request is null ? invalid : await answer(request);
    }
}
