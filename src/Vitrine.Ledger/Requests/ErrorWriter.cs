using System.Globalization;
using Vitrine.Telemetry.Guards;
using Vitrine.Telemetry.Hosting;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Ledger.Requests;

/// <summary>Answers errors: <c>{"error":{"type","message","request_id"}}</c>, whoever refuses.</summary>
internal static class ErrorWriter
{
    /// <summary>Writes an error and tells the request's scope. Nothing of the answer may have been sent.</summary>
    public static void Write(HttpContext context, LedgerError error)
    {
        context.EndAs(error.Outcome, error.Outcome == Telemetry.Outcome.Ok ? null : error.Type, error.Outcome == Telemetry.Outcome.Ok ? null : error.Message);
        WriteBody(context, error);
    }

    /// <summary>Writes what a guard of the SDK or an unhandled exception says. Their outcome is theirs.</summary>
    public static Task WriteRefusalAsync(HttpContext context, Refusal refusal)
    {
        WriteBody(context, new LedgerError(refusal.Status, refusal.Type ?? LedgerError.Internal.Type, refusal.Message));
        return Task.CompletedTask;
    }

    private static void WriteBody(HttpContext context, LedgerError error)
    {
        var response = context.Response;
        response.StatusCode = error.Status;
        if (error.RetryAfterSeconds is { } seconds) response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        JsonAnswer.Write(response, json =>
        {
            json.WriteStartObject("error"u8);
            json.WriteString("type"u8, error.Type);
            json.WriteString("message"u8, error.Message);
            json.WriteString("request_id"u8, context.TryOperation()?.Get(HttpFacts.RequestId));
            json.WriteEndObject();
        });
    }
}
