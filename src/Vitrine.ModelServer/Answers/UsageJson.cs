using System.Text.Json;

namespace Vitrine.ModelServer.Answers;

/// <summary>Writes <c>usage</c>: Kronk's fields, and the detail under which OpenAI's clients look for reasoning.</summary>
internal static class UsageJson
{
    /// <summary>Writes the object under its name.</summary>
    public static void Write(Utf8JsonWriter json, in AnswerUsage usage)
    {
        json.WriteStartObject("usage"u8);
        json.WriteNumber("prompt_tokens"u8, usage.PromptTokens);
        json.WriteNumber("reasoning_tokens"u8, usage.ReasoningTokens);
        json.WriteNumber("completion_tokens"u8, usage.CompletionTokens);
        json.WriteNumber("output_tokens"u8, usage.OutputTokens);
        json.WriteNumber("total_tokens"u8, usage.TotalTokens);
        json.WriteNumber("tokens_per_second"u8, usage.TokensPerSecond);
        json.WriteNumber("time_to_first_token_ms"u8, usage.TimeToFirstToken.TotalMilliseconds);
        json.WriteStartObject("completion_tokens_details"u8);
        json.WriteNumber("reasoning_tokens"u8, usage.ReasoningTokens);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
