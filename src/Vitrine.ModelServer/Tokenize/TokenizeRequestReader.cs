using System.Text.Json;
using Vitrine.ModelServer.Api;
using Vitrine.ModelServer.Requests;

namespace Vitrine.ModelServer.Tokenize;

/// <summary>Reads the body of POST /v1/tokenize.</summary>
internal sealed class TokenizeRequestReader : RequestReader
{
    private string? _input;

    private TokenizeRequestReader()
    {
    }

    /// <summary>Reads a request, or says everything that is wrong with it.</summary>
    /// <param name="body">Valid UTF-8.</param>
    public static (TokenizeRequest? Request, ApiError? Error) Read(ReadOnlySpan<byte> body)
    {
        var reader = new TokenizeRequestReader();
        return reader.ReadBody(body) is { } error ? (null, error) : (new TokenizeRequest(reader.Model!, reader._input!), null);
    }

    protected override bool TryReadField(string field, ref Utf8JsonReader json)
    {
        if (field is not "input") return false;
        _input = FieldReader.Text(ref json, field, "a text", Errors);
        return true;
    }

    protected override void Check()
    {
        if (_input is null) Require("input", "a text");
    }
}
