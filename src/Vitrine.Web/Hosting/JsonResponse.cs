using System.Text.Encodings.Web;
using System.Text.Json;

namespace Vitrine.Web.Hosting;

/// <summary>Writes a JSON body straight into the response's buffer.</summary>
internal static class JsonResponse
{
    /// <summary>Text stays readable: the answers are data for programs, not parts of a page.</summary>
    public static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes one document. No length is announced: the end of the body is sent after the request was counted, so whoever has read it finds it counted.</summary>
    public static void Write(HttpResponse response, Action<Utf8JsonWriter> write)
    {
        response.ContentType = "application/json; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        using var json = new Utf8JsonWriter(response.BodyWriter, Options);
        write(json);
    }
}
