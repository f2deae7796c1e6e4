using System.Text.Json;
using Vitrine.Inference.Generation;
using Vitrine.ModelServer.Answers;
using Vitrine.ModelServer.Api;
using Vitrine.ModelServer.Requests;

namespace Vitrine.ModelServer.Completions;

/// <summary>Reads the body of POST /v1/completions: one prompt, as a text or as tokens.</summary>
internal sealed class CompletionRequestReader : AnswerReader
{
    private TextInput? _prompt;

    private CompletionRequestReader(int? defaultMaxTokens)
        : base(defaultMaxTokens)
    {
    }

    /// <inheritdoc cref="Chat.ChatRequestReader.Read"/>
    public static (AnswerRequest? Request, ApiError? Error) Read(ReadOnlySpan<byte> body, int? defaultMaxTokens)
    {
        var reader = new CompletionRequestReader(defaultMaxTokens);
        return reader.ReadBody(body) is { } error ? (null, error) : (reader.Request(), null);
    }

    protected override bool TryReadField(string field, ref Utf8JsonReader json)
    {
        switch (field)
        {
            case "prompt": ReadPrompt(ref json); return true;
            case "echo" or "suffix": Refuse(field, ref json); return true;
            default: return base.TryReadField(field, ref json);
        }
    }

    protected override void Check()
    {
        if (_prompt is null) Require("prompt", "a text, or a list of token ids");
        base.Check();
    }

    private void ReadPrompt(ref Utf8JsonReader json)
    {
        var prompts = TextInputReader.Read(ref json, "prompt", Errors);
        if (prompts is { Count: > 1 }) Errors.Wrong("prompt", $"{prompts.Count} prompts", "one: send a request for each");
        else _prompt = prompts is [var only] ? only : null;
    }

    private void Refuse(string field, ref Utf8JsonReader json)
    {
        if (!FieldReader.SkipIsEmpty(ref json)) Errors.Unsupported(field, "the answer holds only what the model adds at the end, leave it out");
    }

    private AnswerRequest Request() => new()
    {
        Model = Model!,
        Format = CompletionFormat.Instance,
        Prompt = _prompt!.Text is { } text ? GenerationRequest.FromText(text, Sampling) : GenerationRequest.FromTokens(_prompt.Tokens!, Sampling),
        Stream = Stream,
        IncludeUsage = IncludeUsage,
    };
}
