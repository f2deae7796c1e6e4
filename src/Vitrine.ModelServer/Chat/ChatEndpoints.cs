using Vitrine.ModelServer.Answers;
using Vitrine.ModelServer.Requests;

namespace Vitrine.ModelServer.Chat;

/// <summary>POST /v1/chat/completions.</summary>
internal static class ChatEndpoints
{
    /// <summary>Maps the endpoint.</summary>
    public static void MapChat(this IEndpointRouteBuilder endpoints, ModelServerOptions options) =>
        endpoints.MapRequests<AnswerService, AnswerRequest>("/v1/chat/completions", options, body => ChatRequestReader.Read(body, options.MaxTokens), AnswerEndpoint.AnswerAsync);
}
