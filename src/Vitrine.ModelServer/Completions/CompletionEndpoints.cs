using Vitrine.ModelServer.Answers;

namespace Vitrine.ModelServer.Completions;

/// <summary>POST /v1/completions.</summary>
internal static class CompletionEndpoints
{
    /// <summary>Maps the endpoint.</summary>
    public static void MapCompletions(this IEndpointRouteBuilder endpoints, ModelServerOptions options) =>
        endpoints.MapAnswers("/v1/completions", CompletionRequestReader.Read, options);
}
