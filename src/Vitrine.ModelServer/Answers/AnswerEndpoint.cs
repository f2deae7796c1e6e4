using Vitrine.ModelServer.Api;
using Vitrine.Telemetry.Hosting;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.ModelServer.Answers;

/// <summary>What every endpoint that generates text does with a request: read it, start the answer, send it.</summary>
internal static class AnswerEndpoint
{
    /// <summary>Reads a body into a request, or says what is wrong with it.</summary>
    /// <param name="body">Valid UTF-8.</param>
    /// <param name="defaultMaxTokens">The limit of a request that names none; null leaves it to the context.</param>
    public delegate (AnswerRequest? Request, ApiError? Error) ReadRequest(ReadOnlySpan<byte> body, int? defaultMaxTokens);

    /// <summary>Maps a path whose requests <paramref name="read"/> understands.</summary>
    public static void MapAnswers(this IEndpointRouteBuilder endpoints, string path, ReadRequest read, ModelServerOptions options) =>
        endpoints.MapPost(path, (HttpContext context, AnswerService answers) => RunAsync(context, answers, read, options));

    private static async Task RunAsync(HttpContext context, AnswerService answers, ReadRequest read, ModelServerOptions options)
    {
        var (body, tooLarge) = await BodyReader.ReadAsync(context.Request, options.Api[0].Limits.MaxBodyBytes);
        if (body is null)
        {
            ApiErrorWriter.Write(context, tooLarge!);
            return;
        }

        var (request, invalid) = read(body, options.MaxTokens);
        if (request is null)
        {
            ApiErrorWriter.Write(context, invalid!);
            return;
        }

        var (run, refused) = await answers.StartAsync(context.Operation(), request, context.RequestAborted);
        if (run is null)
        {
            ApiErrorWriter.Write(context, refused!);
            return;
        }

        using (run) await AnswerAsync(context, run, request);
    }

    private static async Task AnswerAsync(HttpContext context, AnswerRun run, AnswerRequest request)
    {
        using var stream = request.Stream ? new EventStreamSink(context.Response, request.Format, request.IncludeUsage) : null;
        var end = await run.PumpAsync(stream is null ? new DocumentSink(context, request.Format) : stream);
        // A stream that failed was answered with 200 long ago; its scope knows better.
        if (end.Error is { } error) ApiErrorWriter.Describe(context, error);
        else context.Operation().Set(HttpFacts.Status, "ok");
    }
}
