using System.Text.Json;
using Vitrine.Inference.Chat;
using Vitrine.Inference.Sampling;
using Vitrine.ModelServer.Api;

namespace Vitrine.ModelServer.Chat;

/// <summary>
/// Reads the body of POST /v1/chat/completions. Fields this server does not know are ignored, as OpenAI's clients send many; fields that ask
/// for something it cannot do are refused, because an answer that ignores them would be wrong.
/// </summary>
internal ref struct ChatRequestReader
{
    private readonly int? _defaultMaxTokens;
    private readonly FieldErrors _errors = new();
    private Utf8JsonReader _json;
    private string? _model;
    private IReadOnlyList<ChatMessage>? _messages;
    private SamplingOptions _sampling = new();
    private bool _stream;
    private bool _includeUsage;

    private ChatRequestReader(ReadOnlySpan<byte> body, int? defaultMaxTokens)
    {
        _json = new Utf8JsonReader(body);
        _defaultMaxTokens = defaultMaxTokens;
    }

    /// <summary>Reads a request, or says everything that is wrong with it.</summary>
    /// <param name="body">Valid UTF-8.</param>
    /// <param name="defaultMaxTokens">The limit of a request that names none; null leaves it to the context.</param>
    public static (ChatRequest? Request, ApiError? Error) Read(ReadOnlySpan<byte> body, int? defaultMaxTokens)
    {
        var reader = new ChatRequestReader(body, defaultMaxTokens);
        try
        {
            return reader.Read();
        }
        catch (JsonException e)
        {
            return (null, new ApiError(ErrorCode.InvalidArgument, $"The body is not valid JSON at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}."));
        }
        catch (InvalidOperationException)
        {
            // Values are checked one by one; this was a name with half a surrogate pair.
            return (null, new ApiError(ErrorCode.InvalidArgument, "The name of a field is not valid Unicode."));
        }
    }

    private (ChatRequest?, ApiError?) Read()
    {
        _json.Read();
        if (_json.TokenType != JsonTokenType.StartObject)
            return (null, new ApiError(ErrorCode.InvalidArgument, $"The body is {FieldErrors.NameOf(_json.TokenType)}; a JSON object is expected."));

        while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName)
        {
            var field = _json.GetString()!;
            _json.Read();
            ReadField(field);
        }

        // What follows the object is not JSON either: reading on throws.
        _json.Read();
        Check();
        if (!_errors.IsEmpty) return (null, new ApiError(ErrorCode.InvalidArgument, _errors.ToString()));
        return (new ChatRequest { Model = _model!, Messages = _messages!, Sampling = _sampling, Stream = _stream, IncludeUsage = _includeUsage }, null);
    }

    private void ReadField(string field)
    {
        switch (field)
        {
            case "model": _model = FieldReader.Text(ref _json, field, "the name of a model", _errors); break;
            case "messages": _messages = MessageReader.Read(ref _json, _errors); break;
            case "stream": _stream = FieldReader.Flag(ref _json, field, _errors) ?? false; break;
            case "stream_options": ReadStreamOptions(); break;
            case "temperature": _sampling = _sampling with { Temperature = FieldReader.Real(ref _json, field, "a number from 0 to 10", _errors) ?? _sampling.Temperature }; break;
            case "top_p": _sampling = _sampling with { TopP = FieldReader.Real(ref _json, field, "a number above 0, up to 1", _errors) ?? _sampling.TopP }; break;
            case "top_k": _sampling = _sampling with { TopK = FieldReader.Integer(ref _json, field, "an integer from 0 (off) to 1000000", _errors) ?? _sampling.TopK }; break;
            case "min_p": _sampling = _sampling with { MinP = FieldReader.Real(ref _json, field, "a number from 0 (off) to 1", _errors) ?? _sampling.MinP }; break;
            case "repetition_penalty" or "repeat_penalty": _sampling = _sampling with { RepetitionPenalty = FieldReader.Real(ref _json, field, "a number above 0, up to 100 (1 is off)", _errors) ?? _sampling.RepetitionPenalty }; break;
            case "max_tokens" or "max_completion_tokens": _sampling = _sampling with { MaxTokens = FieldReader.Integer(ref _json, field, "an integer of at least 1", _errors) ?? _sampling.MaxTokens }; break;
            case "seed": _sampling = _sampling with { Seed = (ulong?)FieldReader.LongInteger(ref _json, field, "an integer of 64 bits", _errors) }; break;
            case "stop": _sampling = _sampling with { Stop = FieldReader.Texts(ref _json, field, _errors) ?? [] }; break;
            case "n": ReadChoices(); break;
            default: SkipOrRefuse(field); break;
        }
    }

    private void ReadStreamOptions()
    {
        if (_json.TokenType != JsonTokenType.StartObject)
        {
            FieldReader.Refuse(ref _json, "stream_options", "an object with include_usage", _errors);
            return;
        }

        while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName)
        {
            var isUsage = _json.ValueTextEquals("include_usage"u8);
            _json.Read();
            if (isUsage) _includeUsage = FieldReader.Flag(ref _json, "stream_options.include_usage", _errors) ?? false;
            else _json.Skip();
        }
    }

    private void ReadChoices()
    {
        if (FieldReader.Integer(ref _json, "n", "1", _errors) is { } n and not 1) _errors.Wrong("n", n.ToString(), "1: send the request several times for several answers");
    }

    private void SkipOrRefuse(string field)
    {
        if (UnsupportedFields.InsteadOf(field) is not { } instead) _json.Skip();
        else if (!UnsupportedFields.IsHarmless(field, ref _json)) _errors.Unsupported(field, instead);
    }

    private void Check()
    {
        if (string.IsNullOrEmpty(_model)) Require("model", "the name of a model, as GET /v1/models lists it");
        if (_messages is null or { Count: 0 }) Require("messages", "a list of at least one message");
        foreach (var invalid in SamplingValidator.Validate(_sampling)) _errors.Wrong(invalid.Name, invalid.Value, invalid.Accepted);
        _sampling = _sampling with { MaxTokens = _sampling.MaxTokens ?? _defaultMaxTokens };
    }

    /// <summary>A field that was refused already is not missing besides.</summary>
    private readonly void Require(string field, string accepted)
    {
        if (!_errors.Mentions(field)) _errors.Missing(field, accepted);
    }
}
