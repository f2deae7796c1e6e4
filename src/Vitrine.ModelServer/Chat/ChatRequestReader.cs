using System.Text.Json;
using Vitrine.Inference.Chat;
using Vitrine.Inference.Generation;
using Vitrine.ModelServer.Answers;
using Vitrine.ModelServer.Api;

namespace Vitrine.ModelServer.Chat;

/// <summary>Reads the body of POST /v1/chat/completions.</summary>
internal sealed class ChatRequestReader : AnswerReader
{
    private IReadOnlyList<ChatMessage>? _messages;

    private ChatRequestReader(int? defaultMaxTokens)
        : base(defaultMaxTokens)
    {
    }

    /// <summary>Reads a request, or says everything that is wrong with it.</summary>
    /// <param name="body">Valid UTF-8.</param>
    /// <param name="defaultMaxTokens">The limit of a request that names none; null leaves it to the context.</param>
    public static (AnswerRequest? Request, ApiError? Error) Read(ReadOnlySpan<byte> body, int? defaultMaxTokens)
    {
        var reader = new ChatRequestReader(defaultMaxTokens);
        return reader.ReadBody(body) is { } error ? (null, error) : (reader.Request(), null);
    }

    protected override bool TryReadField(string field, ref Utf8JsonReader json)
    {
        if (field is not "messages") return base.TryReadField(field, ref json);
        _messages = MessageReader.Read(ref json, Errors);
        return true;
    }

    protected override void Check()
    {
        if (_messages is null or { Count: 0 }) Require("messages", "a list of at least one message");
        base.Check();
    }

    private AnswerRequest Request() => new()
    {
        Model = Model!,
        Format = ChatFormat.Instance,
        Prompt = GenerationRequest.FromChat(_messages!, Sampling),
        Stream = Stream,
        IncludeUsage = IncludeUsage,
    };
}
