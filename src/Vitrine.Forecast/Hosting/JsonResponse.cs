using System.Text.Encodings.Web;
using System.Text.Json;

namespace Vitrine.Forecast.Hosting;

/// <summary>Writes one JSON object straight into the response's buffer.</summary>
internal static class JsonResponse
{
    private static readonly JsonWriterOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(HttpResponse response, Action<Utf8JsonWriter> fields)
    {
        response.ContentType = "application/json; charset=utf-8";
        using var json = new Utf8JsonWriter(response.BodyWriter, s_json);
        json.WriteStartObject();
        fields(json);
        json.WriteEndObject();
    }
}
