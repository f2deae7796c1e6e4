using System.Text.Json.Nodes;

namespace Vitrine.Traffic;

/// <summary>A kind of request: what it sends where, and how that shall end.</summary>
/// <param name="Name">How the summary calls it.</param>
/// <param name="Path">The path below the root of its door.</param>
/// <param name="End">How it shall end.</param>
/// <param name="Body">Makes a body; the randomness is the run's own.</param>
internal sealed record CallKind(string Name, string Path, CallEnd End, Func<CallInputs, Random, string> Body)
{
    private const string ChatPath = "/v1/chat/completions";

    // About 17,000 tokens: beyond the context of small models, and no attack on the large ones.
    private const int FarTooManyWords = 10_000;

    /// <summary>Where it goes in.</summary>
    public CallDoor Door { get; init; }

    public static CallKind Chat { get; } = new("chat", ChatPath, CallEnd.Answer, (inputs, random) =>
        ChatBody(inputs.Model, Prompts.Question(random), inputs.DrawStreams(random), inputs.MaxTokens));

    // Lengths spread evenly on a logarithmic scale: few are long, and those are very long.
    public static CallKind LongPrompt { get; } = new("long prompt", ChatPath, CallEnd.Answer, (inputs, random) =>
        ChatBody(inputs.Model, Prompts.Notes(random, (int)(inputs.PromptWords * Math.Pow(0.1, random.NextDouble()))), inputs.DrawStreams(random), inputs.MaxTokens));

    public static CallKind Completion { get; } = new("completion", "/v1/completions", CallEnd.AnswerOrRefusal, (inputs, random) =>
        new JsonObject { ["model"] = inputs.Model, ["prompt"] = Prompts.Question(random), ["max_tokens"] = inputs.MaxTokens, ["stream"] = inputs.DrawStreams(random) }.ToJsonString());

    public static CallKind Embedding { get; } = new("embedding", "/v1/embeddings", CallEnd.AnswerOrRefusal, (inputs, random) =>
        new JsonObject { ["model"] = inputs.Model, ["input"] = Prompts.Question(random) }.ToJsonString());

    public static CallKind ConsoleChat { get; } = new("console chat", "/chat/sse", CallEnd.Answer, (inputs, random) =>
        new JsonObject { ["model"] = inputs.Model, ["messages"] = new JsonArray(), ["message"] = Prompts.Question(random) }.ToJsonString())
    { Door = CallDoor.Console };

    public static CallKind Malformed { get; } = new("malformed JSON", ChatPath, CallEnd.Refusal, (inputs, random) =>
        ChatBody(inputs.Model, Prompts.Question(random), stream: false, inputs.MaxTokens)[..^random.Next(1, 20)]);

    public static CallKind UnknownModel { get; } = new("unknown model", ChatPath, CallEnd.Refusal, (inputs, random) =>
        ChatBody("no-such-model", Prompts.Question(random), stream: false, inputs.MaxTokens));

    public static CallKind WrongType { get; } = new("messages of a wrong type", ChatPath, CallEnd.Refusal, (inputs, _) =>
        new JsonObject { ["model"] = inputs.Model, ["messages"] = "hello" }.ToJsonString());

    public static CallKind WrongSampling { get; } = new("absurd sampling", ChatPath, CallEnd.Refusal, (inputs, random) =>
    {
        var body = ChatObject(inputs.Model, Prompts.Question(random), stream: false, inputs.MaxTokens);
        (body["temperature"], body["top_p"]) = (-3, 7);
        return body.ToJsonString();
    });

    public static CallKind UnknownPath { get; } = new("unknown path", "/v1/no-such-path", CallEnd.Refusal, (inputs, _) => new JsonObject { ["model"] = inputs.Model, ["prompt"] = "hello" }.ToJsonString());

    public static CallKind Oversized { get; } = new("oversized prompt", ChatPath, CallEnd.AnswerOrRefusal, (inputs, random) =>
        ChatBody(inputs.Model, Prompts.Notes(random, FarTooManyWords), stream: false, inputs.MaxTokens));

    public static CallKind LeavesInBody { get; } = new("leaves in its body", ChatPath, CallEnd.LeavesInBody, (inputs, random) =>
        ChatBody(inputs.Model, Prompts.Question(random), stream: false, inputs.MaxTokens));

    public static CallKind LeavesBeforeAnswer { get; } = new("leaves before the answer", ChatPath, CallEnd.LeavesBeforeAnswer, (inputs, random) =>
        ChatBody(inputs.Model, Prompts.Question(random), stream: false, inputs.MaxTokens));

    public static CallKind LeavesInAnswer { get; } = new("leaves in mid-stream", ChatPath, CallEnd.LeavesInAnswer, (inputs, random) =>
        ChatBody(inputs.Model, Prompts.Question(random), stream: true, inputs.MaxTokens));

    private static string ChatBody(string model, string prompt, bool stream, int maxTokens) => ChatObject(model, prompt, stream, maxTokens).ToJsonString();

    private static JsonObject ChatObject(string model, string prompt, bool stream, int maxTokens)
    {
        var body = new JsonObject
        {
            ["model"] = model,
            ["max_tokens"] = maxTokens,
            ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = prompt }),
            ["stream"] = stream,
        };
        // Without it most servers keep to themselves how many tokens a stream had.
        if (stream) body["stream_options"] = new JsonObject { ["include_usage"] = true };
        return body;
    }
}
