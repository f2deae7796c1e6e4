using Vitrine.ModelServer.Api;
using Vitrine.ModelServer.Requests;
using Vitrine.Telemetry.Hosting;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.ModelServer.Tokenize;

/// <summary>POST /v1/tokenize.</summary>
internal static class TokenizeEndpoints
{
    /// <summary>Maps the endpoint.</summary>
    public static void MapTokenize(this IEndpointRouteBuilder endpoints, ModelServerOptions options) =>
        endpoints.MapRequests<TokenizeService, TokenizeRequest>("/v1/tokenize", options, TokenizeRequestReader.Read, AnswerAsync);

    private static async Task<ApiError?> AnswerAsync(HttpContext context, TokenizeService service, TokenizeRequest request)
    {
        var (tokens, error) = await service.CountAsync(context.Operation(), request, context.RequestAborted);
        if (tokens is not { } count) return error;
        context.Operation().Set(HttpFacts.Status, "ok");
        var createdAt = context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow().ToUnixTimeSeconds();
        JsonResponse.Write(context.Response, json =>
        {
            json.WriteStartObject();
            json.WriteString("object"u8, "tokenize"u8);
            json.WriteNumber("created"u8, createdAt);
            json.WriteString("model"u8, request.Model);
            json.WriteNumber("tokens"u8, count);
            json.WriteEndObject();
        });
        return null;
    }
}
