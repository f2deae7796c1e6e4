using System.Text.Json;
using Vitrine.ModelServer.Api;
using Vitrine.ModelServer.Requests;
using Vitrine.Telemetry.Documents;

namespace Vitrine.ModelServer.Rerank;

/// <summary>Reads the body of POST /v1/rerank. A document is a text, or an object with one under <c>text</c>.</summary>
internal sealed class RerankRequestReader : RequestReader
{
    private const string Document = "a text, or {\"text\":…}";
    private readonly int _maxInputs;
    private readonly List<string> _documents = [];
    private string? _query;
    private int? _top;
    private bool _returnsDocuments;

    private RerankRequestReader(int maxInputs) => _maxInputs = maxInputs;

    /// <summary>Reads a request, or says everything that is wrong with it.</summary>
    /// <param name="body">Valid UTF-8.</param>
    /// <param name="maxInputs">The most documents.</param>
    public static (RerankRequest? Request, ApiError? Error) Read(ReadOnlySpan<byte> body, int maxInputs)
    {
        var reader = new RerankRequestReader(maxInputs);
        return reader.ReadBody(body) is { } error ? (null, error) : (reader.Request(), null);
    }

    protected override bool TryReadField(string field, ref Utf8JsonReader json)
    {
        switch (field)
        {
            case "query": _query = FieldReader.Text(ref json, field, "a text", Errors); return true;
            case "documents": ReadDocuments(ref json); return true;
            case "top_n": _top = FieldReader.Integer(ref json, field, "an integer of at least 1", Errors); return true;
            case "return_documents": _returnsDocuments = FieldReader.Flag(ref json, field, Errors) ?? false; return true;
            default: return false;
        }
    }

    protected override void Check()
    {
        if (string.IsNullOrEmpty(_query)) Require("query", "a text");
        if (_documents.Count == 0) Require("documents", "a list of at least one text");
        if (_documents.Count > _maxInputs) Errors.Wrong("documents", $"a list of {_documents.Count}", $"at most {_maxInputs}: send several requests");
        if (_top < 1) Errors.Wrong("top_n", _top.Value.ToString(), "an integer of at least 1");
    }

    private void ReadDocuments(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartArray)
        {
            FieldReader.Refuse(ref json, "documents", "a list of texts", Errors);
            return;
        }

        for (var i = 0; json.Read() && json.TokenType != JsonTokenType.EndArray; i++)
        {
            if (ReadDocument(ref json, $"documents[{i}]") is { } document) _documents.Add(document);
            else Require($"documents[{i}]", Document);
        }
    }

    private string? ReadDocument(ref Utf8JsonReader json, string path)
    {
        if (json.TokenType != JsonTokenType.StartObject) return FieldReader.Text(ref json, path, Document, Errors);
        string? text = null;
        while (json.NextProperty())
        {
            var isText = json.ValueTextEquals("text"u8);
            json.Read();
            if (isText) text = FieldReader.Text(ref json, $"{path}.text", "a text", Errors);
            else json.Skip();
        }

        return text;
    }

    private RerankRequest Request() => new()
    {
        Model = Model!,
        Query = _query!,
        Documents = _documents,
        Top = Math.Min(_top ?? _documents.Count, _documents.Count),
        ReturnsDocuments = _returnsDocuments,
    };
}
