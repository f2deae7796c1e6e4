namespace Vitrine.ModelServer.Api;

/// <summary>Paths that Kronk has and this server has not: who comes from there learns what to use instead.</summary>
internal static class UnimplementedEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static void MapUnimplemented(this IEndpointRouteBuilder endpoints)
    {
        foreach (var path in (string[])["/v1/responses", "/v1/messages"])
            endpoints.MapPost(path, context => Refuse(context, path));
    }

    private static Task Refuse(HttpContext context, string path)
    {
        ApiErrorWriter.Write(context, new ApiError(ErrorCode.Unimplemented, $"{path} is not implemented; use POST /v1/chat/completions."));
        return Task.CompletedTask;
    }
}
