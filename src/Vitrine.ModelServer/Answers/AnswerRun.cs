using System.Text;
using Vitrine.Inference.Generation;
using Vitrine.ModelServer.Api;
using Vitrine.ModelServer.Inferences;
using Vitrine.ModelServer.Models;
using Vitrine.ModelServer.Requests;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Hosting;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.ModelServer.Answers;

/// <summary>
/// One accepted answer on its way from the engine to a sink. It ends its scopes before the last bytes are sent: whoever has read the answer
/// finds it counted.
/// </summary>
/// <remarks>One caller, one <see cref="PumpAsync"/>. Disposing cancels what still runs.</remarks>
internal sealed class AnswerRun : IDisposable
{
    private readonly Operation _inference;
    private readonly IGeneration _generation;
    private readonly InferencePass _pass;
    private readonly InferenceScopes _scopes;
    private readonly KeepAliveClock _keepAlive;
    private readonly StringBuilder? _logged;

    public AnswerRun(AnswerHead head, InferencePass pass, Operation inference, IGeneration generation, KeepAliveClock keepAlive, bool logsContent)
    {
        Head = head;
        (_pass, _inference, _generation, _keepAlive) = (pass, inference, generation, keepAlive);
        _scopes = new InferenceScopes(inference, pass.Model.Engine, generation.QueuedTimestamp);
        _logged = logsContent ? new StringBuilder() : null;
    }

    /// <summary>Id, model and time of the answer.</summary>
    public AnswerHead Head { get; }

    /// <summary>Sends the answer to a sink, to its end.</summary>
    /// <remarks>
    /// <list type="number">
    /// <item>The sink begins; then we wait for a slot.</item>
    /// <item>Tokens go to the sink as they come; it is flushed whenever there is none to wait for.</item>
    /// <item>A client that left stops the engine.</item>
    /// <item>The result becomes facts and ends the scopes.</item>
    /// <item>The sink gets the end.</item>
    /// </list>
    /// </remarks>
    public async Task<AnswerEnd> PumpAsync(IAnswerSink sink)
    {
        try
        {
            // Step 1 and 2: slot and tokens.
            sink.Begin(Head);
            await ReadAsync(sink);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // Step 3: the client left.
            _pass.Stop.Fire(StopReason.ClientLeft);
        }

        // Step 4: the result. The model has done its work: whoever has read the answer finds it free.
        var result = await _generation.GetResultAsync();
        _pass.ReleaseModel();
        var end = Conclude(result);

        // Step 5: the end.
        await EndAsync(sink, end);
        return end;
    }

    public void Dispose()
    {
        _pass.Stop.Fire(StopReason.ClientLeft);
        _keepAlive.Dispose();
        _scopes.Dispose();
        _inference.Dispose();
        _pass.Dispose();
    }

    private async Task ReadAsync(IAnswerSink sink)
    {
        if (await _keepAlive.WaitAsync(tick => new ValueTask<GenerationStart?>(_generation.GetStartAsync().WaitAsync(tick)), sink) is not { } started) return;
        _scopes.SlotStarted(started);
        var isFirst = true;
        Func<CancellationToken, ValueTask<bool>> moreTokens = _generation.Events.WaitToReadAsync;
        while (await _keepAlive.WaitAsync(moreTokens, sink))
        {
            while (_generation.Events.TryRead(out var token))
            {
                if (token.Text.Length > 0)
                {
                    _logged?.Append(token.Text);
                    sink.Write(token.Text, token.IsReasoning);
                }

                if (!isFirst || token.TokenId < 0) continue;
                isFirst = false;
                // Somebody waits for the first one; nobody for what is told of it.
                await sink.FlushAsync();
                _scopes.FirstToken(token.Timestamp, _generation.PrefillEndedTimestamp);
            }
        }
    }

    private AnswerEnd Conclude(in GenerationResult result)
    {
        var error = InferenceFailure.Of(result.FinishReason, result.Error, _pass.Stop.Reason);
        var reason = error is null ? result.FinishReason == FinishReason.Length ? "length" : "stop" : error.Code.Outcome == Outcome.Cancelled ? "cancelled" : "error";
        var end = new AnswerEnd(reason, AnswerUsage.Of(result, _scopes.TimeToFirstToken), error);
        if (_logged is not null) _inference.Set(GenAiFacts.OutputMessages, LogText.Cut(_logged.ToString()));
        if (error is not null) _inference.Set(GenAiFacts.FailureClass, InferenceFailure.ClassOf(result.FinishReason));
        end.Describe(_inference);
        // Clients know OpenAI's reasons only; the log and the trace say which of the errors it was.
        if (result.FinishReason == FinishReason.Preempted) _inference.Set(GenAiFacts.FinishReason, "preempted");
        DescribeLayers(result);
        _scopes.Finished(error?.Code.Outcome ?? Outcome.Ok, result.Timings);
        _inference.End(error?.Code.Outcome ?? Outcome.Ok, error?.Code.Name, error?.Detail ?? error?.Message);
        return end;
    }

    private void DescribeLayers(in GenerationResult result)
    {
        if (result.Layers is null) return;
        var costs = new LayerCosts();
        costs.Add(result.Layers);
        costs.Describe(_inference);
    }

    private static async Task EndAsync(IAnswerSink sink, AnswerEnd end)
    {
        if (end.Error?.Code.Outcome == Outcome.Cancelled) return;
        try
        {
            sink.End(end);
            await sink.FlushAsync();
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The client left with the last bytes. The answer was made: it stays counted as such.
        }
    }
}
