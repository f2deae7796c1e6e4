using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Vitrine.Gateway.Pipeline;
using Vitrine.Telemetry.Documents;

namespace Vitrine.Gateway.Parsing;

/// <summary>
/// Reads of a JSON body, in one pass over its bytes and without a tree, what the gateway needs: the model, whether and how to stream, the
/// limit on tokens, the prompt's length, and where all this stands. Everything else passes unread, but only as valid JSON.
/// </summary>
/// <remarks>
/// The prompt is the field that the path calls for; where that is missing, the first of <c>prompt</c>, <c>messages</c> and <c>input</c> that is
/// there. A null is an absent field. Of a key that comes twice the last one counts.
/// </remarks>
internal ref struct RequestScanner
{
    /// <summary>The longest model name, in UTF-16 units.</summary>
    public const int LongestModel = 256;

    private const int MaxDepth = 64;
    private const int LongestEscape = 6;
    private readonly RequestBody _body;
    private readonly string _operation;
    private readonly bool _isKnown;
    private Utf8JsonReader _json;
    private BodyMarks _marks;
    private GatewayError? _error;
    private string _model = "";
    private bool _stream;
    private bool _wantsUsage;
    private long? _maxTokens;
    private long? _maxCompletionTokens;
    private PromptField _prompt;
    private PromptField _messages;
    private PromptField _input;
    private long _instructions;
    private long _system;

    private RequestScanner(RequestBody body, string operation, bool isKnown)
    {
        (_body, _operation, _isKnown) = (body, operation, isKnown);
        _json = new Utf8JsonReader(body.Bytes, new JsonReaderOptions { MaxDepth = MaxDepth });
    }

    /// <summary>Reads a body, or says what is wrong with it.</summary>
    /// <returns>
    /// The request, the error, or both: a request without a prompt is refused, but its model is known and it counts for that. Only a returned
    /// request owns the body.
    /// </returns>
    public static (ParsedRequest? Request, GatewayError? Error) Scan(RequestBody body, string path)
    {
        if (body.Length == 0) return (null, GatewayErrors.BadJson("the body is empty, accepted is a JSON object"));
        if (!Utf8.IsValid(body.Bytes)) return (null, GatewayErrors.BadJson("the body is not valid UTF-8"));
        var (operation, isKnown) = RequestOperation.Of(path);
        var scanner = new RequestScanner(body, operation, isKnown);
        try
        {
            return scanner.Scan();
        }
        catch (JsonException) when (scanner.OpenLevels() >= MaxDepth)
        {
            return (null, GatewayErrors.BadJson($"the body is nested deeper than {MaxDepth} levels"));
        }
        catch (JsonException e)
        {
            return (null, GatewayErrors.BadJson($"the body is not valid JSON at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}"));
        }
        catch (InvalidOperationException)
        {
            // The reader accepts half a surrogate pair until it has to write it down.
            return (null, GatewayErrors.BadJson("a name in the body is not valid Unicode"));
        }
    }

    /// <summary>A body that is proxied unread.</summary>
    public static ParsedRequest Unread(RequestBody body, string path) => new(body, default) { OperationName = RequestOperation.Of(path).Name, Model = "" };

    private (ParsedRequest?, GatewayError?) Scan()
    {
        _json.Read();
        if (_json.TokenType != JsonTokenType.StartObject) return (null, Wrong("the body", "a JSON object"));
        while (_json.NextProperty()) ReadProperty();
        _marks = _marks with { End = (int)_json.TokenStartIndex };
        if (HasTrailingData()) return (null, GatewayErrors.InvalidBody);
        if (_error is not null) return (null, _error);
        if (string.IsNullOrWhiteSpace(_model) && _isKnown) return (null, GatewayErrors.ModelMissing);
        return Finish();
    }

    private (ParsedRequest?, GatewayError?) Finish()
    {
        var prompt = ChoosePrompt();
        var characters = prompt.Characters + _instructions + (_system > 0 ? PromptCounter.MessageMarkers + "system".Length + _system : 0);
        var request = new ParsedRequest(_body, _marks with { Prompt = prompt.Range })
        {
            OperationName = _operation,
            Model = string.IsNullOrWhiteSpace(_model) ? "" : _model,
            Stream = _stream,
            WantsUsage = _wantsUsage,
            MaxTokens = _maxCompletionTokens ?? _maxTokens,
            InputTokens = (int)((characters + PromptCounter.CharactersPerToken - 1) / PromptCounter.CharactersPerToken),
        };
        return (request, _isKnown && !prompt.IsPresent ? GatewayErrors.PromptMissing : null);
    }

    private readonly PromptField ChoosePrompt()
    {
        var own = _operation switch
        {
            RequestOperation.Chat => _messages,
            RequestOperation.Embeddings or RequestOperation.Responses => _input,
            _ => _prompt,
        };
        return own.IsPresent ? own : _prompt.IsPresent ? _prompt : _messages.IsPresent ? _messages : _input;
    }

    private bool HasTrailingData()
    {
        try
        {
            return _json.Read();
        }
        catch (JsonException)
        {
            return true;
        }
    }

    private void ReadProperty()
    {
        if (!_marks.HasProperties) _marks = _marks with { HasProperties = true };
        if (Is("model"u8)) _marks = _marks with { Model = ReadModel() };
        else if (Is("messages"u8)) _messages = ReadMessages();
        else if (Is("prompt"u8)) _prompt = ReadPrompt("prompt");
        else if (Is("input"u8)) _input = ReadPrompt("input");
        else if (Is("instructions"u8)) _instructions = ReadText("instructions");
        else if (Is("system"u8)) _system = ReadText("system");
        else if (Is("stream"u8)) _marks = _marks with { Stream = ReadFlag("stream", out _stream) };
        else if (Is("stream_options"u8)) ReadStreamOptions();
        else if (Is("max_tokens"u8)) _marks = _marks with { MaxTokens = ReadLimit("max_tokens", out _maxTokens) };
        else if (Is("max_completion_tokens"u8)) _marks = _marks with { MaxCompletionTokens = ReadLimit("max_completion_tokens", out _maxCompletionTokens) };
        else if (Is("max_output_tokens"u8)) _marks = _marks with { MaxOutputTokens = ReadLimit("max_output_tokens", out _maxTokens) };
        else _json.Skip();
    }

    /// <summary>Levels that are open where the reader stands; it counts the one that it has just opened as not yet entered.</summary>
    private readonly int OpenLevels() => _json.CurrentDepth + (_json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray ? 1 : 0);

    private readonly bool Is(ReadOnlySpan<byte> name) => _json.ValueTextEquals(name);

    private BodyRange ReadModel()
    {
        var start = Next();
        _model = "";
        if (_json.TokenType == JsonTokenType.String && _json.ValueSpan.Length <= LongestModel * LongestEscape) _model = _json.GetString()!;
        else if (_json.TokenType == JsonTokenType.String) _error ??= TooLong();
        else Refuse("model", "the name of a model");
        if (_model.Length > LongestModel) _error ??= TooLong();
        return Since(start);
    }

    private PromptField ReadMessages()
    {
        var start = Next();
        if (_json.TokenType != JsonTokenType.StartArray)
        {
            Refuse("messages", "a list of messages");
            return default;
        }

        var (count, characters) = (0, 0L);
        while (_json.Read() && _json.TokenType != JsonTokenType.EndArray)
        {
            if (_json.TokenType != JsonTokenType.StartObject && _isKnown) _error ??= Wrong($"messages[{count}]", "an object with role and content");
            characters += PromptCounter.Count(ref _json);
            count++;
        }

        return new PromptField(Since(start), characters, count > 0);
    }

    /// <summary>Reads a text, a list of texts, token ids or messages; an object is a template of /v1/responses, or something that only the upstream knows.</summary>
    private PromptField ReadPrompt(string field)
    {
        var start = Next();
        if (_json.TokenType is JsonTokenType.String or JsonTokenType.StartArray)
        {
            var characters = PromptCounter.Count(ref _json);
            return new PromptField(Since(start), characters, true);
        }

        var isTemplate = _json.TokenType == JsonTokenType.StartObject && _operation is not (RequestOperation.TextCompletion or RequestOperation.Embeddings or RequestOperation.Chat);
        if (!isTemplate) Refuse(field, "a text or a list");
        else _json.Skip();
        return new PromptField(Since(start), 0, isTemplate);
    }

    private long ReadText(string field)
    {
        Next();
        if (_json.TokenType is JsonTokenType.String or JsonTokenType.StartArray) return PromptCounter.Count(ref _json);
        Refuse(field, "a text or a list of text parts");
        return 0;
    }

    private void ReadStreamOptions()
    {
        var start = Next();
        var usage = default(BodyRange);
        _wantsUsage = false;
        if (_json.TokenType != JsonTokenType.StartObject) Refuse("stream_options", "an object with include_usage");
        else
        {
            while (_json.NextProperty())
            {
                if (Is("include_usage"u8)) usage = ReadFlag("stream_options.include_usage", out _wantsUsage);
                else _json.Skip();
            }
        }

        _marks = _marks with { StreamOptions = Since(start), IncludeUsage = usage };
    }

    private BodyRange ReadFlag(string field, out bool value)
    {
        var start = Next();
        value = _json.TokenType == JsonTokenType.True;
        if (_json.TokenType is not (JsonTokenType.True or JsonTokenType.False)) Refuse(field, "true or false");
        return Since(start);
    }

    private BodyRange ReadLimit(string field, out long? value)
    {
        var start = Next();
        value = null;
        if (_json.TokenType == JsonTokenType.Number && _json.TryGetInt64(out var limit)) value = limit > 0 ? limit : null;
        else Refuse(field, "an integer");
        return Since(start);
    }

    /// <summary>Goes to the value and says where it begins.</summary>
    private int Next()
    {
        _json.Read();
        return (int)_json.TokenStartIndex;
    }

    private readonly BodyRange Since(int start) => new(start, (int)_json.BytesConsumed - start);

    /// <summary>Skips a value that does not fit. The first one is reported; a null is an absent field. Paths that the gateway does not know may mean something else.</summary>
    private void Refuse(string field, string accepted)
    {
        if (_json.TokenType != JsonTokenType.Null && (_isKnown || field == "model")) _error ??= Wrong(field, accepted);
        _json.Skip();
    }

    private readonly GatewayError Wrong(string field, string accepted) => GatewayErrors.BadJson($"{field} is {Describe()}, accepted is {accepted}");

    private static GatewayError TooLong() => GatewayErrors.BadJson($"model is longer than {LongestModel} characters");

    private readonly string Describe() => _json.TokenType switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "a list",
        JsonTokenType.String => "a text",
        JsonTokenType.Number => _json.ValueSpan.Length <= 40 ? Encoding.ASCII.GetString(_json.ValueSpan) : "a long number",
        JsonTokenType.True or JsonTokenType.False => "a boolean",
        _ => "null",
    };

    /// <summary>One of the fields that may hold the prompt.</summary>
    private readonly record struct PromptField(BodyRange Range, long Characters, bool IsPresent);
}
