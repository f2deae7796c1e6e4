using System.Text.Encodings.Web;
using System.Text.Json;

namespace Vitrine.Ledger.Requests;

/// <summary>Writes one JSON object straight into the response's buffer.</summary>
internal static class JsonAnswer
{
    /// <summary>Text stays readable: bodies are served as JSON with <c>nosniff</c>, never inside HTML.</summary>
    public static JsonWriterOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(HttpResponse response, Action<Utf8JsonWriter> fields)
    {
        Begin(response);
        using var json = new Utf8JsonWriter(response.BodyWriter, Options);
        json.WriteStartObject();
        fields(json);
        json.WriteEndObject();
    }

    /// <summary>Sets the headers of an answer that is written piece by piece.</summary>
    public static void Begin(HttpResponse response)
    {
        response.ContentType = "application/json; charset=utf-8";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.CacheControl = "no-store";
    }
}
