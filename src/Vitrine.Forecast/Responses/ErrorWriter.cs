using System.Globalization;
using System.Text.Json;
using Vitrine.Forecast.Requests;
using Vitrine.Telemetry.Guards;
using Vitrine.Telemetry.Hosting;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Forecast.Responses;

/// <summary>
/// Answers errors: the keys that clients of the original read (<c>error</c>, <c>message</c>, <c>detail</c>), and the structured ones beside them, the same
/// for every error: <c>details</c>, <c>request_id</c>, <c>timestamp</c>.
/// </summary>
internal static class ErrorWriter
{
    /// <summary>Writes an error and tells the request's scope. Nothing of the answer may have been sent.</summary>
    public static void Write(HttpContext context, ForecastError error)
    {
        context.EndAs(error.Outcome, error.Type, error.Message);
        WriteBody(context, error);
    }

    /// <summary>Writes what a guard of the SDK or an unhandled exception says. Their outcome is theirs.</summary>
    public static Task WriteRefusalAsync(HttpContext context, Refusal refusal)
    {
        var name = refusal.Status switch
        {
            StatusCodes.Status401Unauthorized => "Unauthorized",
            StatusCodes.Status403Forbidden => "Forbidden",
            StatusCodes.Status408RequestTimeout => "RequestTimeout",
            StatusCodes.Status413PayloadTooLarge => "PayloadTooLarge",
            // The original's library puts the whole sentence here.
            StatusCodes.Status429TooManyRequests => refusal.Message,
            >= StatusCodes.Status500InternalServerError => "InternalError",
            _ => "BadRequest",
        };
        WriteBody(context, new ForecastError(refusal.Status, name, refusal.Message, default) { Type = refusal.Type ?? "", HasDetail = refusal.Status >= StatusCodes.Status500InternalServerError });
        return Task.CompletedTask;
    }

    private static void WriteBody(HttpContext context, ForecastError error)
    {
        var response = context.Response;
        response.StatusCode = error.Status;
        if (error.RetryAfterSeconds is { } seconds) response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        if (HttpMethods.IsHead(context.Request.Method)) JsonAnswer.Begin(response);
        else JsonAnswer.Write(response, json => Write(json, error, context));
    }

    private static void Write(Utf8JsonWriter json, ForecastError error, HttpContext context)
    {
        if (error.HasDetail) json.WriteString("detail"u8, error.Message);
        if (error.Issues.Count > 0) WriteIssues(json, error.Issues);
        json.WriteString("error"u8, error.Name);
        json.WriteString("message"u8, error.Message);
        WriteDetails(json, error.Issues);
        json.WriteString("request_id"u8, context.TryOperation()?.Get(HttpFacts.RequestId));
        json.WriteString("timestamp"u8, context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
    }

    private static void WriteIssues(Utf8JsonWriter json, IReadOnlyList<ValidationIssue> issues)
    {
        json.WriteStartArray("detail"u8);
        foreach (var issue in issues)
        {
            json.WriteStartObject();
            json.WriteString("type"u8, issue.Type);
            json.WriteStartArray("loc"u8);
            foreach (var step in issue.Location)
            {
                if (step is int index) json.WriteNumberValue(index);
                else json.WriteStringValue((string)step);
            }

            json.WriteEndArray();
            json.WriteString("msg"u8, issue.Message);
            json.WriteString("input"u8, issue.Input);
            if (issue.Constraint is { } constraint)
            {
                json.WriteStartObject("ctx"u8);
                WriteBound(json, constraint.Name, constraint.Value);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>The first issue, field by field, or null.</summary>
    private static void WriteDetails(Utf8JsonWriter json, IReadOnlyList<ValidationIssue> issues)
    {
        if (issues is not [var first, ..])
        {
            json.WriteNull("details"u8);
            return;
        }

        json.WriteStartObject("details"u8);
        json.WriteString("field"u8, first.Field);
        if (first.Index is { } index) json.WriteNumber("index"u8, index);
        else json.WriteNull("index"u8);
        json.WriteString("value"u8, first.Input);
        json.WriteString("constraint"u8, first.Message);
        json.WriteEndObject();
    }

    private static void WriteBound(Utf8JsonWriter json, string name, object value)
    {
        if (value is double real) json.WriteNumber(name, real);
        else json.WriteNumber(name, Convert.ToInt64(value, CultureInfo.InvariantCulture));
    }
}
