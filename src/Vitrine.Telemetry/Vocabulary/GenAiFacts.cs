namespace Vitrine.Telemetry.Vocabulary;

/// <summary>What is known of an inference. Names follow OpenTelemetry's GenAI conventions; what they lack is under <c>vitrine.</c>.</summary>
public static class GenAiFacts
{
    /// <summary>What is done: chat, text_completion, embeddings, rerank, tokenize.</summary>
    public static readonly Fact<string> OperationName = Fact.Text("gen_ai.operation.name");

    /// <summary>The model the client asked for.</summary>
    public static readonly Fact<string> RequestModel = Fact.Text("gen_ai.request.model", FactOrigin.Client);

    /// <summary>The model that answered.</summary>
    public static readonly Fact<string> ResponseModel = Fact.Text("gen_ai.response.model", FactOrigin.Resolved);

    /// <summary>The id of the answer.</summary>
    public static readonly Fact<string> ResponseId = Fact.Text("gen_ai.response.id", FactOrigin.Resolved);

    /// <summary>Why generation stopped: stop, length, tool_calls, error, cancelled.</summary>
    public static readonly Fact<string> FinishReason = Fact.Text("gen_ai.response.finish_reasons");

    /// <summary>Whether the client asked for a stream.</summary>
    public static readonly Fact<bool> Stream = Fact.Flag("vitrine.request.stream");

    /// <summary>The most tokens to generate.</summary>
    public static readonly Fact<long> MaxTokens = Fact.Integer("gen_ai.request.max_tokens", "{token}");

    /// <summary>The sampling temperature.</summary>
    public static readonly Fact<double> Temperature = Fact.Real("gen_ai.request.temperature");

    /// <summary>Allow-listed request parameters as <c>key[value]:key[value]</c>; never content.</summary>
    public static readonly Fact<string> RequestParameters = Fact.Text("vitrine.request.parameters", FactOrigin.Client);

    /// <summary>Texts that one request brings; absent where it is always one.</summary>
    public static readonly Fact<long> Inputs = Fact.Integer("vitrine.request.inputs", "{text}");

    /// <summary>Where an inference failed: pre-batch (before a slot), active-slot (in one), context-cancelled (stopped from outside). Absent when it did not.</summary>
    public static readonly Fact<string> FailureClass = Fact.Text("vitrine.inference.failure");

    /// <summary>Tokens of the prompt, cached ones included.</summary>
    public static readonly Fact<long> InputTokens = Fact.Integer("gen_ai.usage.input_tokens", "{token}");

    /// <summary>Tokens generated: reasoning and completion.</summary>
    public static readonly Fact<long> OutputTokens = Fact.Integer("gen_ai.usage.output_tokens", "{token}");

    /// <summary>Prompt tokens that came from a cache.</summary>
    public static readonly Fact<long> CachedTokens = Fact.Integer("gen_ai.usage.cache_read.input_tokens", "{token}");

    /// <summary>Generated tokens that were reasoning.</summary>
    public static readonly Fact<long> ReasoningTokens = Fact.Integer("vitrine.usage.reasoning_tokens", "{token}");

    /// <summary>Generated tokens that were the answer.</summary>
    public static readonly Fact<long> CompletionTokens = Fact.Integer("vitrine.usage.completion_tokens", "{token}");

    /// <summary>Input and output tokens together.</summary>
    public static readonly Fact<long> TotalTokens = Fact.Integer("vitrine.usage.total_tokens", "{token}");

    /// <summary>(output - 1) / (end - first token); 0 for answers of at most one token.</summary>
    public static readonly Fact<double> TokensPerSecond = Fact.Real("vitrine.usage.tokens_per_second", "{token}/s");

    /// <summary>From the start of work in a slot to the first token; absent when none came.</summary>
    public static readonly Fact<TimeSpan> TimeToFirstToken = Fact.Duration("gen_ai.server.time_to_first_token");

    /// <summary>From the receipt of the request to the first token, queueing included.</summary>
    public static readonly Fact<TimeSpan> RequestTimeToFirstToken = Fact.Duration("vitrine.request.time_to_first_token");

    /// <summary>Mean time between tokens after the first.</summary>
    public static readonly Fact<TimeSpan> TimePerOutputToken = Fact.Duration("gen_ai.server.time_per_output_token");

    /// <summary>Messages of the request, only with insecure logging.</summary>
    public static readonly Fact<string> InputMessages = Fact.Text("gen_ai.input.messages", FactOrigin.Client);

    /// <summary>The answer, only with insecure logging.</summary>
    public static readonly Fact<string> OutputMessages = Fact.Text("gen_ai.output.messages", FactOrigin.Client);
}
