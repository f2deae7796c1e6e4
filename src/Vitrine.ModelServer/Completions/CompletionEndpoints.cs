using Vitrine.ModelServer.Answers;
using Vitrine.ModelServer.Requests;

namespace Vitrine.ModelServer.Completions;

/// <summary>POST /v1/completions.</summary>
internal static class CompletionEndpoints
{
    /// <summary>Maps the endpoint.</summary>
    public static void MapCompletions(this IEndpointRouteBuilder endpoints, ModelServerOptions options) =>
        endpoints.MapRequests<AnswerService, AnswerRequest>("/v1/completions", options, body => CompletionRequestReader.Read(body, options.MaxTokens), AnswerEndpoint.AnswerAsync);
}
