using Vitrine.ModelServer.Api;
using Vitrine.Telemetry.Hosting;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.ModelServer.Chat;

/// <summary>POST /v1/chat/completions.</summary>
internal static class ChatEndpoints
{
    /// <summary>Maps the endpoint.</summary>
    public static void MapChat(this IEndpointRouteBuilder endpoints, ModelServerOptions options) =>
        endpoints.MapPost("/v1/chat/completions", (HttpContext context, ChatService chat) => CompleteAsync(context, chat, options));

    private static async Task CompleteAsync(HttpContext context, ChatService chat, ModelServerOptions options)
    {
        var (body, tooLarge) = await BodyReader.ReadAsync(context.Request, options.Api[0].Limits.MaxBodyBytes);
        if (body is null)
        {
            ApiErrorWriter.Write(context, tooLarge!);
            return;
        }

        var (request, invalid) = ChatRequestReader.Read(body, options.MaxTokens);
        if (request is null)
        {
            ApiErrorWriter.Write(context, invalid!);
            return;
        }

        var (run, refused) = chat.Start(context.Operation(), request, context.RequestAborted);
        if (run is null)
        {
            ApiErrorWriter.Write(context, refused!);
            return;
        }

        using (run) await AnswerAsync(context, run, request);
    }

    private static async Task AnswerAsync(HttpContext context, ChatRun run, ChatRequest request)
    {
        using var stream = request.Stream ? new EventStreamSink(context.Response, request.IncludeUsage) : null;
        var end = await run.PumpAsync(stream is null ? new DocumentSink(context) : stream);
        // A stream that failed was answered with 200 long ago; its scope knows better.
        if (end.Error is { } error) ApiErrorWriter.Describe(context, error);
        else context.Operation().Set(HttpFacts.Status, "ok");
    }
}
