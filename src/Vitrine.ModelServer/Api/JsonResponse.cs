using System.Text.Encodings.Web;
using System.Text.Json;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Hosting;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.ModelServer.Api;

/// <summary>Writes a JSON body straight into the response's buffer.</summary>
internal static class JsonResponse
{
    /// <summary>Text stays readable: the answers are data for programs, not parts of a web page.</summary>
    public static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Writes one document. No length is announced: the end of the body is sent after the request was counted, so whoever has read it finds it counted.</summary>
    public static void Write(HttpResponse response, Action<Utf8JsonWriter> write)
    {
        using var send = response.HttpContext.TryOperation()?.Begin(HttpKinds.Send).Set(HttpFacts.StatusCode, response.StatusCode);
        response.ContentType = "application/json; charset=utf-8";
        using (var json = new Utf8JsonWriter(response.BodyWriter, Options)) write(json);
        send?.End(Outcome.Ok);
    }
}
