namespace Vitrine.Telemetry.Vocabulary;

/// <summary>What a chat application knows beside the inference itself, and what its page reports.</summary>
public static class ChatFacts
{
    /// <summary>How the model is called: streaming, blocking.</summary>
    public static readonly Fact<string> InferenceType = Fact.Text("vitrine.inference.type");

    /// <summary>Time the engine says it spent evaluating a prompt.</summary>
    public static readonly Fact<TimeSpan> PromptEvalTime = Fact.Duration("vitrine.engine.prompt_eval_time");

    /// <summary>The page's id of a message.</summary>
    public static readonly Fact<string> ClientMessageId = Fact.Text("vitrine.client.message_id", FactOrigin.Client);

    /// <summary>Input tokens as the page estimates them.</summary>
    public static readonly Fact<long> ClientInputTokens = Fact.Integer("vitrine.client.input_tokens", "{token}", FactOrigin.Client);

    /// <summary>Output tokens as the page counts them.</summary>
    public static readonly Fact<long> ClientOutputTokens = Fact.Integer("vitrine.client.output_tokens", "{token}", FactOrigin.Client);

    /// <summary>From sending to the end of the answer, as the page measured it.</summary>
    public static readonly Fact<TimeSpan> ClientResponseTime = Fact.Duration("vitrine.client.response_time");

    /// <summary>From sending to the first token, as the page measured it.</summary>
    public static readonly Fact<TimeSpan> ClientTimeToFirstToken = Fact.Duration("vitrine.client.time_to_first_token");

    /// <summary>What went wrong, as the page calls it: api_error, network_error.</summary>
    public static readonly Fact<string> ClientErrorType = Fact.Text("vitrine.client.error_type", FactOrigin.Client);

    /// <summary>The status the page saw; 0 when it saw none.</summary>
    public static readonly Fact<long> ClientStatusCode = Fact.Integer("vitrine.client.status_code", "", FactOrigin.Client);

    /// <summary>Characters of the message that failed.</summary>
    public static readonly Fact<long> ClientInputLength = Fact.Integer("vitrine.client.input_length", "{character}", FactOrigin.Client);
}
