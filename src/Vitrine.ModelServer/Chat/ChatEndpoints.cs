using Vitrine.ModelServer.Answers;

namespace Vitrine.ModelServer.Chat;

/// <summary>POST /v1/chat/completions.</summary>
internal static class ChatEndpoints
{
    /// <summary>Maps the endpoint.</summary>
    public static void MapChat(this IEndpointRouteBuilder endpoints, ModelServerOptions options) =>
        endpoints.MapAnswers("/v1/chat/completions", ChatRequestReader.Read, options);
}
