using System.Text.Json;
using Vitrine.ModelServer.Api;
using Vitrine.Telemetry.Documents;

namespace Vitrine.ModelServer.Requests;

/// <summary>
/// Reads the JSON object of a request, field by field. Fields this server does not know are ignored, as OpenAI's clients send many; fields
/// that ask for something it cannot do are refused, because an answer that ignores them would be wrong. Used once.
/// </summary>
internal abstract class RequestReader
{
    /// <summary>What is wrong so far.</summary>
    protected FieldErrors Errors { get; } = new();

    /// <summary>The model that is asked for; not null once <see cref="ReadBody"/> found nothing wrong.</summary>
    protected string? Model { get; private set; }

    /// <summary>Reads the body, or says everything that is wrong with it.</summary>
    /// <param name="body">Valid UTF-8.</param>
    protected ApiError? ReadBody(ReadOnlySpan<byte> body)
    {
        try
        {
            return ReadObject(new Utf8JsonReader(body));
        }
        catch (JsonException e)
        {
            return new ApiError(ErrorCode.InvalidArgument, $"The body is not valid JSON at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}.");
        }
        catch (InvalidOperationException)
        {
            // Values are checked one by one; this was a name with half a surrogate pair.
            return new ApiError(ErrorCode.InvalidArgument, "The name of a field is not valid Unicode.");
        }
    }

    /// <summary>Reads one field's value and stands at its end; false leaves a value that nobody wants unread.</summary>
    protected abstract bool TryReadField(string field, ref Utf8JsonReader json);

    /// <summary>Checks what only the whole object tells.</summary>
    protected abstract void Check();

    /// <summary>Reports a field that is not there. One that was refused already is not missing besides.</summary>
    protected void Require(string field, string accepted)
    {
        if (!Errors.Mentions(field)) Errors.Missing(field, accepted);
    }

    private ApiError? ReadObject(Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject)
            return new ApiError(ErrorCode.InvalidArgument, $"The body is {FieldErrors.NameOf(json.TokenType)}; a JSON object is expected.");

        while (json.NextProperty())
        {
            var field = json.GetString()!;
            json.Read();
            if (field is "model") Model = FieldReader.Text(ref json, field, "the name of a model", Errors);
            else if (!TryReadField(field, ref json)) json.Skip();
        }

        // What follows the object is not JSON either: reading on throws.
        json.Read();
        if (string.IsNullOrEmpty(Model)) Require("model", "the name of a model, as GET /v1/models lists it");
        Check();
        return Errors.IsEmpty ? null : new ApiError(ErrorCode.InvalidArgument, Errors.ToString());
    }
}
