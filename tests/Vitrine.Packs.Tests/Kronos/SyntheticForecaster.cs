using Vitrine.Packs.Tests.Support;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Exposition;
using Vitrine.Telemetry.Guards;
using Vitrine.Telemetry.Lines;
using Vitrine.Telemetry.Packs;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Packs.Tests.Kronos;

/// <summary>
/// Drives the operations of a forecaster as the real role does (guards, schema, readiness, prediction), with every duration given and the
/// clock standing still, so that pages and lines are known to the byte.
/// </summary>
internal sealed class SyntheticForecaster : IDisposable
{
    public const string Single = "/v1/predict/single";
    public const string Batch = "/v1/predict/batch";
    private const string Model = "statistical-1";
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_slowAfter = TimeSpan.FromSeconds(2);
    private readonly FixedClock _clock = new();
    private int _requests;

    public SyntheticForecaster(string filter = "debug")
    {
        var pack = new PackStore().Load("kronos");
        Telemetry = new VitrineTelemetry(new TelemetryOptions
        {
            ServiceName = "forecast",
            Kinds = [HttpKinds.Http, .. GuardKinds.All, .. ForecastKinds.All, InferenceKinds.QueueWait, ModelKinds.Offered],
            Packs = [pack],
            Clock = _clock,
            Log = ServiceLog.Create(pack, "kronos-api", new ServiceLogOptions { Filter = filter }, _ => Lines),
        });
        Telemetry.AddState(ModelKinds.Offered, (ref StateRows rows) =>
        {
            rows.Begin();
            rows.Set(GenAiFacts.RequestModel, Model);
            rows.Set(ModelFacts.IsLoaded, 1);
        });
        Telemetry.AddKnown(HttpFacts.Caller, new KnownValues("localhost", "worker-service"));
        Coverage = new Coverage(Telemetry);
    }

    public VitrineTelemetry Telemetry { get; }

    public Coverage Coverage { get; }

    public CapturedLines Lines { get; } = new();

    public string Page(ExpositionFormat format = ExpositionFormat.Text) => Telemetry.Page(format);

    /// <summary>A request from its first byte to the decision of the allow-list; null when it was refused.</summary>
    public Operation? Enter(string route, string caller = "worker-service")
    {
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        _requests++;
        var http = Telemetry.Begin(HttpKinds.Http)
            .Set(HttpFacts.Method, "POST")
            .Set(HttpFacts.Path, route)
            .Set(HttpFacts.RequestId, $"req-{_requests}")
            .Opened()
            .Set(HttpFacts.Route, route)
            .Set(HttpFacts.Caller, caller);
        var allowed = caller is "localhost" or "worker-service";
        using (var guard = http.Begin(GuardKinds.Guard, http.StartTimestamp))
        {
            if (allowed) http.Admit("allow_list");
            else http.Refuse("allow_list", peer: "10.0.0.7");
            guard.End(allowed ? Outcome.Ok : Outcome.Rejected, endTimestamp: http.StartTimestamp + FixedClock.Ticks(1));
        }

        if (allowed) return http;
        Leave(http, 403, 1, Outcome.Rejected, "allow_list", "Container not whitelisted");
        return null;
    }

    /// <summary>Refuses a request by a guard after the allow-list.</summary>
    public void Refuse(string guard, string? limit, int status, string? peer = null)
    {
        if (Enter(Single) is not { } http) return;
        http.Set(HttpFacts.RequestBodySize, 11_000_000);
        http.Refuse(guard, limit, peer);
        Leave(http, status, 2, Outcome.Rejected, guard, $"Refused by {guard}");
    }

    /// <summary>A body that breaks the schema: refused before a prediction begins.</summary>
    public void Invalid()
    {
        if (Enter(Single) is not { } http) return;
        Validate(http, Outcome.Error);
        Leave(http, 422, 3, Outcome.Error, "422", "low must not be above open");
    }

    /// <summary>Begins a prediction of one series, or of several, and takes its input in.</summary>
    public static Operation Predict(Operation http, params ReadOnlySpan<int> rows)
    {
        var prediction = Begin(http, rows);
        var series = 0;
        foreach (var count in rows) prediction.Point(ForecastKinds.Input).Set(ForecastFacts.SeriesId, $"series-{++series}").Set(ForecastFacts.Rows, count).Emit();
        return prediction;
    }

    /// <summary>Reads a body and holds it against the schema.</summary>
    private static void Validate(Operation http, Outcome outcome = Outcome.Ok)
    {
        using var validate = http.Begin(ForecastKinds.Validate, http.StartTimestamp + FixedClock.Ticks(1));
        validate.End(outcome, endTimestamp: http.StartTimestamp + FixedClock.Ticks(5));
    }

    /// <summary>Begins a prediction whose input nobody looks at yet.</summary>
    public static Operation Begin(Operation http, params ReadOnlySpan<int> rows)
    {
        Validate(http);
        var total = 0;
        foreach (var count in rows) total += count;
        var isBatch = http.Get(HttpFacts.Route) == Batch;
        var prediction = http.Begin(ForecastKinds.Prediction, http.StartTimestamp + FixedClock.Ticks(5))
            .Set(ForecastFacts.Mode, isBatch ? "batch" : "single")
            .Set(ForecastFacts.SeriesId, isBatch ? null : "BTC-USDT")
            .Set(ForecastFacts.Rows, total)
            .Set(ForecastFacts.Horizon, 120)
            .Set(ForecastFacts.Timeout, s_timeout);
        if (isBatch) prediction.Set(ForecastFacts.SeriesCount, rows.Length);
        return prediction.Opened().Set(ForecastFacts.Model, Model);
    }

    /// <summary>Runs the model and ends prediction and request.</summary>
    public void Finish(Operation prediction, double inferenceMs, Outcome outcome, int status, string? errorType = null, string? message = null)
    {
        using (var wait = prediction.Begin(InferenceKinds.QueueWait, prediction.StartTimestamp)) wait.End(Outcome.Ok, endTimestamp: wait.StartTimestamp + FixedClock.Ticks(10));
        var inference = prediction.Begin(ForecastKinds.ModelInference, prediction.StartTimestamp + FixedClock.Ticks(10));
        inference.End(outcome, errorType, message, inference.StartTimestamp + FixedClock.Ticks(inferenceMs));
        var totalMs = inferenceMs + 20;
        if (totalMs > s_slowAfter.TotalMilliseconds) prediction.Set(ForecastFacts.SlowAfter, s_slowAfter);
        prediction.End(outcome, errorType, message, prediction.StartTimestamp + FixedClock.Ticks(totalMs));
        Leave(prediction.Parent!, status, totalMs + 7, outcome);
        inference.Dispose();
        prediction.Dispose();
    }

    /// <summary>Ends a request.</summary>
    public void Leave(Operation http, int status, double ms, Outcome outcome, string? errorType = null, string? message = null)
    {
        http.Set(HttpFacts.StatusCode, status);
        http.End(outcome, errorType, message, http.StartTimestamp + FixedClock.Ticks(ms));
        http.Dispose();
        _clock.Advance(TimeSpan.FromMilliseconds(ms));
    }

    public void Dispose() => Telemetry.Dispose();
}
