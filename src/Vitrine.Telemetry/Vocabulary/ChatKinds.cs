namespace Vitrine.Telemetry.Vocabulary;

/// <summary>What a chat application hears from its page and its engine, beside the requests it serves: http > inference > prefill.</summary>
public static class ChatKinds
{
    /// <summary>The page reports an answer it received (<c>POST /metrics/log</c>).</summary>
    public static readonly Kind ClientReport = Kind.Point(
        "client_report",
        ChatFacts.ClientMessageId, ChatFacts.ClientInputTokens, ChatFacts.ClientOutputTokens, ChatFacts.ClientResponseTime, ChatFacts.ClientTimeToFirstToken);

    /// <summary>The page reports an error (<c>POST /metrics/error</c>).</summary>
    public static readonly Kind ClientError = Kind.Point("client_error", ChatFacts.ClientErrorType, ChatFacts.ClientStatusCode, ChatFacts.ClientInputLength);

    /// <summary>An engine reports a prompt it evaluated (<c>POST /metrics/llamacpp</c>).</summary>
    public static readonly Kind EngineReport = Kind.Point("engine_report", GenAiFacts.ResponseModel, ChatFacts.PromptEvalTime);

    /// <summary>All kinds of a chat application.</summary>
    public static readonly IReadOnlyList<Kind> All = [ClientReport, ClientError, EngineReport];
}
