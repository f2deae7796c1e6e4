using Vitrine.Telemetry.Guards;
using Vitrine.Telemetry.Hosting;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.ModelServer.Api;

/// <summary>Answers with <c>{"code":…,"message":…}</c>, the one shape of every error of this API, and tells the request's scope.</summary>
internal static class ApiErrorWriter
{
    /// <summary>Writes an error. Nothing of the answer may have been sent.</summary>
    public static void Write(HttpContext context, ApiError error)
    {
        Describe(context, error);
        context.Response.StatusCode = error.Code.Status;
        WriteBody(context, error);
    }

    /// <summary>Tells the scope how the request ended, whatever status its client saw.</summary>
    public static void Describe(HttpContext context, ApiError error)
    {
        context.TryOperation()?.Set(HttpFacts.Status, error.Code.Name);
        context.EndAs(error.Code.Outcome, error.Code.Name, error.Detail ?? error.Message);
    }

    /// <summary>Writes what a guard or an unhandled exception says in the shape of this API. Their outcome is theirs.</summary>
    public static Task WriteRefusalAsync(HttpContext context, Refusal refusal)
    {
        var error = new ApiError(ErrorCode.OfStatus(refusal.Status), refusal.Message);
        context.TryOperation()?.Set(HttpFacts.Status, error.Code.Name);
        WriteBody(context, error);
        return Task.CompletedTask;
    }

    private static void WriteBody(HttpContext context, ApiError error)
    {
        if (HttpMethods.IsHead(context.Request.Method)) return;
        JsonResponse.Write(context.Response, json =>
        {
            json.WriteStartObject();
            json.WriteString("code"u8, error.Code.Name);
            json.WriteString("message"u8, error.Message);
            json.WriteEndObject();
        });
    }
}
