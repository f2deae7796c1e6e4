using System.Text.Encodings.Web;
using System.Text.Json;
using Vitrine.Telemetry.Hosting;

namespace Vitrine.Telemetry.Guards;

/// <summary>An answer that refuses: status, a name for programs, a sentence for people. Never internal text.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Type">A low-cardinality name such as <c>invalid_api_key</c>, also <c>error.type</c> of the scope; null when the exception names it.</param>
/// <param name="Message">A sentence that the client reads.</param>
public sealed record Refusal(int Status, string? Type, string Message)
{
    private const string Internal = "internal_error";
    private static readonly JsonWriterOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What a client is told of an exception that no handler caught.</summary>
    public static Refusal Of(Exception exception) => exception switch
    {
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => new(StatusCodes.Status413PayloadTooLarge, "body_too_large", "The request's body is larger than this service accepts."),
        BadHttpRequestException { StatusCode: StatusCodes.Status408RequestTimeout } => new(StatusCodes.Status408RequestTimeout, "body_too_slow", "The request's body arrived too slowly."),
        BadHttpRequestException bad => new(bad.StatusCode, "bad_request", "The request cannot be read."),
        _ => new(StatusCodes.Status500InternalServerError, null, "The service failed to answer. The request id finds the reason in its log."),
    };

    /// <summary>Sends the refusal in place of whatever was prepared, keeping the request id. The answer must not have begun.</summary>
    internal async Task WriteAsync(HttpContext context, HttpScopeOptions http)
    {
        var requestId = context.Response.Headers[http.RequestIdHeader];
        context.Response.Clear();
        if (requestId.Count > 0) context.Response.Headers[http.RequestIdHeader] = requestId;
        context.Response.StatusCode = Status;
        try
        {
            await http.WriteRefusal(context, this);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The client left while it was being told.
        }
    }

    /// <summary>The default body, in the shape that OpenAI's clients read: <c>{"error":{"message":…,"type":…,"code":…}}</c>.</summary>
    public static Task WriteJsonAsync(HttpContext context, Refusal refusal)
    {
        var body = JsonBody(refusal);
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body, 0, body.Length, context.RequestAborted);
    }

    private static byte[] JsonBody(Refusal refusal)
    {
        using var body = new MemoryStream();
        using (var json = new Utf8JsonWriter(body, s_json))
        {
            json.WriteStartObject();
            json.WriteStartObject("error"u8);
            json.WriteString("message"u8, refusal.Message);
            json.WriteString("type"u8, refusal.Type ?? Internal);
            json.WriteNumber("code"u8, refusal.Status);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return body.ToArray();
    }
}
