using Vitrine.Telemetry;
using Vitrine.Telemetry.Hosting;
using Vitrine.Telemetry.Vocabulary;
using Vitrine.Web.Engine;
using Vitrine.Web.Hosting;
using Vitrine.Web.Upstream;

namespace Vitrine.Web.Chat;

/// <summary>Answers chats, in whatever form their pages read.</summary>
/// <remarks>
/// <list type="number">
/// <item>The body is read; what is no chat is refused.</item>
/// <item>The model is found, and the scope <c>inference</c> begins.</item>
/// <item>The upstream is asked, in the trace of that scope.</item>
/// <item>Pieces go to the page one by one. A page that leaves ends the call to the upstream at once.</item>
/// <item>The scope ends with the figures of the answer, and then the answer.</item>
/// </list>
/// </remarks>
internal sealed class ChatService(UpstreamClient upstream, OfferedModels models, EngineBoard engine, ChatOptions options)
{
    /// <summary>Answers one chat; the request's scope learns how it ended.</summary>
    public async Task AnswerAsync(HttpContext context, IAnswerSink sink)
    {
        try
        {
            // Step 1: the body.
            if (options.UserHeader is { } header) context.Operation().Set(HttpFacts.UserId, context.Request.Headers[header].FirstOrDefault());
            var request = await ReadAsync(context);

            // Step 2: the model.
            var model = await models.ResolveAsync(request.Model, context.RequestAborted);
            using var inference = new ChatInference(context.Operation(), model, request.EstimatedTokens);
            await RunAsync(context, sink, inference, request, model);
        }
        catch (FailedAnswerException e)
        {
            context.EndAs(e.Failure.Outcome, e.Failure.Type, e.Failure.Message);
            await sink.FailAsync(e.Failure);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The page left, or the stop of the host cut the request; its scope tells which.
        }
    }

    private async Task RunAsync(HttpContext context, IAnswerSink sink, ChatInference inference, ChatRequest request, string model)
    {
        try
        {
            // Step 3: the upstream.
            var span = inference.Span;
            var call = new ChatCall(model, request.Prompt, context.Operation().Get(HttpFacts.RequestId), span?.Id, span?.TraceStateString);
            using var answer = await upstream.AskAsync(call, context.RequestAborted);
            inference.Answers(answer.Chunk);

            // Step 4: piece by piece.
            while (await answer.NextAsync())
            {
                inference.Piece();
                await sink.WriteAsync(answer.Chunk);
            }

            // Step 5: the end.
            var figures = inference.End(Outcome.Ok)!;
            if (figures.TokensPerSecond is { } speed) engine.SetSpeed(model, answer.Chunk.Model, speed);
            await sink.EndAsync(figures);
        }
        catch (FailedAnswerException e)
        {
            inference.End(e.Failure.Outcome, e.Failure.Type, e.Failure.Message);
            throw;
        }
        catch (OperationCanceledException)
        {
            var isCut = context.Features.Get<IOperationFeature>() is { WasCut: true };
            inference.End(isCut ? Outcome.Error : Outcome.Cancelled, isCut ? "shutdown" : null);
            throw;
        }
    }

    private async ValueTask<ChatRequest> ReadAsync(HttpContext context)
    {
        var body = await RequestBody.ReadAsync(context.Request, options.MaxBodyBytes) ?? throw new FailedAnswerException(AnswerFailure.BodyTooLarge(options.MaxBodyBytes));
        try
        {
            return ChatRequestReader.Read(body);
        }
        catch (FormatException e)
        {
            throw new FailedAnswerException(AnswerFailure.InvalidBody(e.Message), e);
        }
    }
}
