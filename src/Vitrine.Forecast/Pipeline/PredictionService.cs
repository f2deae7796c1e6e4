using Vitrine.Forecast.Engine;
using Vitrine.Forecast.Hosting;
using Vitrine.Forecast.Requests;
using Vitrine.Forecast.Responses;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Hosting;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Forecast.Pipeline;

/// <summary>Predicts what a valid request asks for, and tells its scope: readiness, queue, inference, in this order.</summary>
/// <remarks>
/// The prediction's scope ends when nobody works on it any more, so the gauge of running predictions tells of real work. A deadline and a client that
/// leaves both stop the computation itself.
/// </remarks>
internal sealed class PredictionService(ModelHost model, InferenceQueue queue, ForecastOptions options, TimeProvider clock)
{
    /// <summary>Predicts, or says why not.</summary>
    /// <param name="context">The request; nothing of the answer is written here.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="timeLeft">What is left of the request's own time.</param>
    /// <returns>Neither when the client left.</returns>
    public async Task<(IReadOnlyList<Prediction>? Predictions, ForecastError? Error)> PredictAsync(HttpContext context, PredictionRequest request, TimeSpan timeLeft)
    {
        var limit = timeLeft < options.InferenceTimeout ? timeLeft : options.InferenceTimeout;
        using var prediction = Begin(context.Operation(), request, limit);
        if (model.Forecaster is not { } forecaster) return (null, Refuse(prediction, ForecastError.NotReady));
        prediction.Set(ForecastFacts.Model, model.Version);
        foreach (var series in request.Series)
            prediction.Point(ForecastKinds.Input).Set(ForecastFacts.SeriesId, series.SeriesId).Set(ForecastFacts.Rows, series.Candles).Emit();

        using var stop = new WorkStop(context.RequestAborted, CancellationToken.None, limit, clock);
        var run = new PredictionRun(forecaster, [.. request.Series.Select(InputOf)], stop.Token);
        if (!queue.TryEnqueue(run, stop.Token, out var leaving)) return (null, Refuse(prediction, ForecastError.QueueFull));
        await run.Ended;
        await leaving.DisposeAsync();
        var (outcome, error) = EndOf(run, stop.Reason, ForecastError.Timeout(limit, request.IsBatch));
        // To cut what outlasts the stop of the service, the request is aborted as if its client had left.
        if (outcome == Outcome.Cancelled && context.Features.Get<IOperationFeature>() is { WasCut: true }) outcome = Outcome.Error;
        Tell(prediction, run, outcome, error);
        return (run.Predictions, error);
    }

    private static ForecastInput InputOf(RequestedSeries series) => new(series.History, series.Future.Ticks, series.Sampling, series.IncludeBands);

    private static Operation Begin(Operation http, PredictionRequest request, TimeSpan limit)
    {
        var prediction = http.Begin(ForecastKinds.Prediction)
            .Set(ForecastFacts.Mode, request.IsBatch ? "batch" : "single")
            .Set(ForecastFacts.Rows, request.Series.Sum(series => (long)series.Candles))
            .Set(ForecastFacts.Horizon, request.Horizon)
            .Set(ForecastFacts.Timeout, limit);
        if (request.IsBatch) prediction.Set(ForecastFacts.SeriesCount, request.Series.Count);
        else prediction.Set(ForecastFacts.SeriesId, request.Series[0].SeriesId);
        return prediction.Opened();
    }

    private static ForecastError Refuse(Operation prediction, ForecastError error)
    {
        prediction.End(Outcome.Rejected, error.Type, error.Message);
        return error;
    }

    /// <summary>How a run ended. One that was stopped in vain, for it had just been done, is done.</summary>
    private static (Outcome Outcome, ForecastError? Error) EndOf(PredictionRun run, StopReason stopped, ForecastError timeout)
    {
        if (run.Predictions is not null) return (Outcome.Ok, null);
        if (run.Failure is not null) return (Outcome.Error, ForecastError.Failed);
        return stopped == StopReason.Deadline ? (Outcome.Timeout, timeout) : (Outcome.Cancelled, null);
    }

    private void Tell(Operation prediction, PredictionRun run, Outcome outcome, ForecastError? error)
    {
        var errorType = run.Failure?.GetType().Name ?? error?.Type ?? outcome switch { Outcome.Ok => null, Outcome.Cancelled => "client_left", _ => "shutdown" };
        var message = run.Failure?.Message ?? error?.Message;
        var began = run.BeganAt == 0 ? run.EndedAt : run.BeganAt;
        using (var wait = prediction.Begin(InferenceKinds.QueueWait, prediction.StartTimestamp)) wait.End(run.BeganAt == 0 ? outcome : Outcome.Ok, endTimestamp: began);
        if (run.BeganAt != 0)
        {
            using var inference = prediction.Begin(ForecastKinds.ModelInference, began);
            inference.End(outcome, errorType, message, run.EndedAt);
        }

        if (run.Failure is { } failure) prediction.Set(CoreFacts.ExceptionStacktrace, failure.ToString());
        var took = System.Diagnostics.Stopwatch.GetElapsedTime(prediction.StartTimestamp, run.EndedAt);
        if (took > options.SlowAfter) prediction.Set(ForecastFacts.SlowAfter, options.SlowAfter);
        prediction.End(outcome, errorType, message, run.EndedAt);
    }
}
