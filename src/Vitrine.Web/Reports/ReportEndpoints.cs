using Vitrine.Telemetry;
using Vitrine.Telemetry.Hosting;
using Vitrine.Telemetry.Vocabulary;
using Vitrine.Web.Engine;
using Vitrine.Web.Hosting;
using Vitrine.Web.Upstream;

namespace Vitrine.Web.Reports;

/// <summary>What pages and engines report: <c>POST /metrics/log</c>, <c>/metrics/error</c>, <c>/metrics/llamacpp</c>. The answer is empty, or 400.</summary>
internal static class ReportEndpoints
{
    private const int LongestBody = 16 * 1024;

    /// <summary>Maps them.</summary>
    public static void MapReports(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapOnly(HttpMethods.Post, "/metrics/log", context => TakeAsync(context, TakeAnswer));
        endpoints.MapOnly(HttpMethods.Post, "/metrics/error", context => TakeAsync(context, TakeError));
        endpoints.MapOnly(HttpMethods.Post, "/metrics/llamacpp", context => TakeAsync(context, TakeEngine));
    }

    private static async Task TakeAsync(HttpContext context, Action<HttpContext, ReportBody> take)
    {
        var failure = AnswerFailure.BodyTooLarge(LongestBody);
        if (await RequestBody.ReadAsync(context.Request, LongestBody) is { } body)
        {
            try
            {
                take(context, ReportBody.Parse(body));
                return;
            }
            catch (FormatException e)
            {
                failure = AnswerFailure.InvalidBody(e.Message);
            }
        }

        context.EndAs(failure.Outcome, failure.Type, failure.Message);
        context.Response.StatusCode = failure.Status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        await context.Response.WriteAsync(failure.Sentence, context.RequestAborted);
    }

    /// <summary>The page received an answer. Its time to the first token is observed apart from what is measured here.</summary>
    private static void TakeAnswer(HttpContext context, ReportBody report)
    {
        var (id, input, output) = (report.Text("message_id"), report.Count("tokens_in"), report.Count("tokens_out"));
        var (took, first) = (report.Milliseconds("response_time_ms"), report.Milliseconds("time_to_first_token_ms"));
        context.Operation().Point(ChatKinds.ClientReport)
            .Set(ChatFacts.ClientMessageId, id).Set(ChatFacts.ClientInputTokens, input ?? 0).Set(ChatFacts.ClientOutputTokens, output ?? 0)
            .Set(ChatFacts.ClientResponseTime, took ?? TimeSpan.Zero).Set(ChatFacts.ClientTimeToFirstToken, first ?? TimeSpan.Zero)
            .Emit();
    }

    /// <summary>The page received none. Its own time of the error is checked and left: the log line has the time of the report.</summary>
    private static void TakeError(HttpContext context, ReportBody report)
    {
        var (type, status, length) = (report.Text("error_type"), report.Count("status_code"), report.Count("input_length"));
        _ = report.Text("timestamp");
        context.Operation().Point(ChatKinds.ClientError)
            .Set(ChatFacts.ClientErrorType, type).Set(ChatFacts.ClientStatusCode, status ?? 0).Set(ChatFacts.ClientInputLength, length ?? 0)
            .Emit();
    }

    /// <summary>Somebody says how the engine is that runs the default model.</summary>
    private static void TakeEngine(HttpContext context, ReportBody report)
    {
        var services = context.RequestServices;
        var model = services.GetRequiredService<OfferedModels>().Default;
        var figures = new EngineFigures(model)
        {
            Type = report.Text("model_type"),
            ContextSize = report.Count("context_size"),
            TokensPerSecond = report.Number("tokens_per_second"),
            BytesPerToken = (long?)report.Number("memory_per_token_bytes"),
            Threads = report.Count("threads_used"),
            BatchSize = report.Count("batch_size"),
        };
        var prompt = report.Milliseconds("prompt_eval_time_ms");
        services.GetRequiredService<EngineBoard>().SetPosted(figures);
        var point = context.Operation().Point(ChatKinds.EngineReport).Set(GenAiFacts.ResponseModel, model.Length > 0 ? model : null);
        if (prompt is { } time) point.Set(ChatFacts.PromptEvalTime, time);
        point.Emit();
    }
}
