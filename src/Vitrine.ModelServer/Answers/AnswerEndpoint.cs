using Vitrine.ModelServer.Api;
using Vitrine.Telemetry.Hosting;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.ModelServer.Answers;

/// <summary>What every endpoint that generates text does with a request: start the answer, send it.</summary>
internal static class AnswerEndpoint
{
    /// <summary>Answers a request, or says why not.</summary>
    public static async Task<ApiError?> AnswerAsync(HttpContext context, AnswerService answers, AnswerRequest request)
    {
        var (run, refused) = await answers.StartAsync(context.Operation(), request, context.RequestAborted);
        if (run is null) return refused;
        using (run) await SendAsync(context, run, request);
        return null;
    }

    private static async Task SendAsync(HttpContext context, AnswerRun run, AnswerRequest request)
    {
        using var stream = request.Stream ? new EventStreamSink(context.Response, request.Format, request.IncludeUsage) : null;
        var end = await run.PumpAsync(stream is null ? new DocumentSink(context, request.Format) : stream);
        // A stream that failed was answered with 200 long ago; its scope knows better.
        if (end.Error is { } error) ApiErrorWriter.Describe(context, error);
        else context.Operation().Set(HttpFacts.Status, "ok");
    }
}
