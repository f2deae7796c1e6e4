using System.Text.Json;
using Vitrine.ModelServer.Api;
using Vitrine.ModelServer.Requests;

namespace Vitrine.ModelServer.Embeddings;

/// <summary>Reads the body of POST /v1/embeddings.</summary>
internal sealed class EmbedRequestReader : RequestReader
{
    private readonly int _maxInputs;
    private IReadOnlyList<TextInput>? _inputs;
    private bool _isBase64;
    private int? _dimensions;

    private EmbedRequestReader(int maxInputs) => _maxInputs = maxInputs;

    /// <summary>Reads a request, or says everything that is wrong with it.</summary>
    /// <param name="body">Valid UTF-8.</param>
    /// <param name="maxInputs">The most texts.</param>
    public static (EmbedRequest? Request, ApiError? Error) Read(ReadOnlySpan<byte> body, int maxInputs)
    {
        var reader = new EmbedRequestReader(maxInputs);
        return reader.ReadBody(body) is { } error ? (null, error) : (reader.Request(), null);
    }

    protected override bool TryReadField(string field, ref Utf8JsonReader json)
    {
        switch (field)
        {
            case "input": _inputs = TextInputReader.Read(ref json, field, Errors); return true;
            case "encoding_format": ReadEncoding(ref json); return true;
            case "dimensions": _dimensions = FieldReader.Integer(ref json, field, "an integer of at least 1", Errors); return true;
            default: return false;
        }
    }

    protected override void Check()
    {
        if (_inputs is null) Require("input", "a text, a list of texts, a list of token ids, or a list of such lists");
        else if (_inputs.Count > _maxInputs) Errors.Wrong("input", $"a list of {_inputs.Count}", $"at most {_maxInputs}: send several requests");
    }

    private void ReadEncoding(ref Utf8JsonReader json)
    {
        const string accepted = "\"float\" or \"base64\"";
        if (FieldReader.Text(ref json, "encoding_format", accepted, Errors) is not { } format) return;
        _isBase64 = format == "base64";
        if (format is not ("float" or "base64")) Errors.Wrong("encoding_format", FieldErrors.Quote(format), accepted);
    }

    private EmbedRequest Request() => new() { Model = Model!, Inputs = _inputs!, IsBase64 = _isBase64, Dimensions = _dimensions };
}
