namespace Vitrine.Gateway.Parsing;

/// <summary>What a path asks for, in OpenTelemetry's words where it has some.</summary>
internal static class RequestOperation
{
    /// <summary>POST /v1/chat/completions.</summary>
    public const string Chat = "chat";

    /// <summary>POST /v1/completions.</summary>
    public const string TextCompletion = "text_completion";

    /// <summary>POST /v1/embeddings.</summary>
    public const string Embeddings = "embeddings";

    /// <summary>POST /v1/responses.</summary>
    public const string Responses = "responses";

    /// <summary>The operation of a path, and whether the gateway knows its body: such a body must be JSON with a model and a prompt.</summary>
    public static (string Name, bool IsKnown) Of(string path)
    {
        var trimmed = path.AsSpan().TrimEnd('/');
        return trimmed switch
        {
            "/v1/chat/completions" => (Chat, true),
            "/v1/completions" => (TextCompletion, true),
            "/v1/embeddings" => (Embeddings, true),
            "/v1/responses" => (Responses, true),
            _ => (trimmed[(trimmed.LastIndexOf('/') + 1)..].ToString(), false),
        };
    }
}
