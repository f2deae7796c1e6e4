using System.Text.Encodings.Web;
using System.Text.Json;

namespace Vitrine.Telemetry.Hosting;

/// <summary>Answers JSON, written straight into the response's buffer. No length is announced: the end of the body is sent after the request was counted, so whoever has read it finds it counted.</summary>
public static class JsonAnswer
{
    /// <summary>Text stays readable: these bodies are served as JSON with <c>nosniff</c>, never inside HTML.</summary>
    public static JsonWriterOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Sets the headers of an answer, which nobody keeps: it tells of now.</summary>
    public static void Begin(HttpResponse response)
    {
        response.ContentType = "application/json; charset=utf-8";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.CacheControl = "no-store";
    }

    /// <summary>Answers one object.</summary>
    public static void Write(HttpResponse response, Action<Utf8JsonWriter> fields)
    {
        Begin(response);
        using var json = new Utf8JsonWriter(response.BodyWriter, Options);
        json.WriteStartObject();
        fields(json);
        json.WriteEndObject();
    }
}
