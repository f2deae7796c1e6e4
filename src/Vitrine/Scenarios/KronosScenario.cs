namespace Vitrine.Scenarios;

/// <summary>
/// Drives a forecaster through what spec/kronos.md measures: predictions of both kinds, bodies that break the schema, every guard, a client that leaves. What
/// only its settings allow (a timeout, a full queue) is tried when they do, and else skipped and said.
/// </summary>
internal sealed class KronosScenario : IScenario
{
    private const int Parallel = 8;
    private const int MostBeforeLimit = 1000;
    private const int MostWaiting = 8;
    private const double LongestTimeoutSeconds = 2;
    private const int LongestBatch = 150;
    private const int LongBatches = 8;

    public string Pack => "kronos";

    public string Role => "forecast";

    public IReadOnlyDictionary<string, string> NotProvoked { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["kronos_concurrent_requests"] = "zero at rest, and the page is read after the last answer",
        ["line prediction_failed"] = "only a defect of the model provokes one",
        ["line caller_not_believed"] = "the peers of this scenario name no callers that the service would not believe",
    };

    public IReadOnlyList<ScenarioStep> Steps { get; } =
    [
        new("health and readiness", async (context, cancellation) =>
        {
            foreach (var path in (string[])["/v1/healthz", "/v1/readyz", "/v1/healthz/detailed", "/openapi.json", "/"]) await OpenAiCalls.ExpectAsync(context, HttpMethod.Get, path, null, 200, cancellation);
        }),
        new("a prediction of 120 steps from 400 candles", (context, cancellation) => KronosCalls.ExpectAsync(context, KronosCalls.Single, KronosCalls.Series(400, 120), 200, cancellation)),
        new("a batch", (context, cancellation) => KronosCalls.ExpectAsync(context, KronosCalls.Batch, KronosCalls.Items(5, 100, 24), 200, cancellation)),
        new("several at once", (context, cancellation) => Task.WhenAll(Enumerable.Range(0, Parallel).Select(i => KronosCalls.ExpectAsync(context, KronosCalls.Single, KronosCalls.Series(50 + (i * 50), 24), 200, cancellation)))),
        new("no JSON: 422", (context, cancellation) => OpenAiCalls.ExpectAsync(context, HttpMethod.Post, KronosCalls.Single, "{", 422, cancellation)),
        new("low above high: 422", (context, cancellation) =>
        {
            var body = KronosCalls.Series(10, 2);
            body["candles"]![3]!["low"] = 1e6;
            return KronosCalls.ExpectAsync(context, KronosCalls.Single, body, 422, cancellation);
        }),
        new("a batch with differing parameters: 422", (context, cancellation) =>
        {
            var body = KronosCalls.Items(2, 10, 3);
            body["items"]![1]!["overrides"] = new System.Text.Json.Nodes.JsonObject { ["temperature"] = 0.5 };
            return KronosCalls.ExpectAsync(context, KronosCalls.Batch, body, 422, cancellation);
        }),
        new("unknown path: 404", (context, cancellation) => OpenAiCalls.ExpectAsync(context, HttpMethod.Get, "/v1/no-such-path", null, 404, cancellation)),
        new("a caller who is not on the list: 403", async (context, cancellation) =>
        {
            if (await KronosCalls.SettingAsync(context, "security-enabled", cancellation) != "true") throw new StepSkippedException("the allow-list is off");
            await KronosCalls.ExpectAsync(context, KronosCalls.Single, KronosCalls.Series(10, 2), 403, cancellation, caller: "stranger");
        }),
        new("a body that is too large: 413", async (context, cancellation) =>
        {
            var mebibytes = await KronosCalls.NumberAsync(context, "max-request-size-mb", cancellation);
            await KronosCalls.TooLargeAsync(context, (long)(mebibytes * 1024 * 1024) + 1, cancellation);
        })
        {
            Signals = ["kronos_request_size_rejections_total", "line request_too_large"],
        },
        new("a client that leaves", (context, cancellation) => KronosCalls.LeaveAsync(context, KronosCalls.Batch, KronosCalls.Items(40, 400, 120, samples: 256), cancellation)),
        new("a batch that takes long", LongAsync) { Signals = ["line slow_prediction", "line prediction_timeout", "kronos_timeouts_total"] },
        new("more than may wait: 503", FullAsync) { Signals = ["line prediction_refused"] },
        new("more than a caller may ask for: 429", LimitAsync) { Signals = ["kronos_rate_limit_hits_total", "line rate_limit_exceeded"] },
    ];

    private static async Task LongAsync(ScenarioContext context, CancellationToken cancellation)
    {
        var limit = await KronosCalls.SecondsAsync(context, "inference-timeout", cancellation);
        if (limit > LongestTimeoutSeconds) throw new StepSkippedException($"a prediction may take {limit:0} s: start the service with --inference-timeout 0.2 --slow-request-seconds 0.1");
        // Written once, so that they come together: workers take turns series by series, and each batch takes as long as all of them.
        var body = KronosCalls.Items(LongestBatch, 400, 120, samples: 256).ToJsonString();
        var answers = await Task.WhenAll(Enumerable.Range(0, LongBatches).Select(_ => OpenAiCalls.StatusAsync(context, KronosCalls.Batch, body, cancellation)));
        if (!answers.Contains(504)) throw new ScenarioException($"{LongBatches} batches of {LongestBatch} series were all answered within {limit:0.0} s.");
    }

    private static async Task FullAsync(ScenarioContext context, CancellationToken cancellation)
    {
        var waiting = await KronosCalls.NumberAsync(context, "queue-length", cancellation);
        if (waiting > MostWaiting) throw new StepSkippedException($"{waiting:0} may wait: start the service with --queue-length 8");
        var body = KronosCalls.Items(30, 400, 120).ToJsonString();
        // How fast bodies come in beside the workers is the machine's affair: what one rush does not fill, another does.
        for (var rush = 0; rush < 10; rush++)
        {
            var batches = Enumerable.Range(0, (int)waiting + (3 * Parallel)).Select(_ => OpenAiCalls.StatusAsync(context, KronosCalls.Batch, body, cancellation));
            if ((await Task.WhenAll(batches)).Contains(503)) return;
        }

        throw new ScenarioException("The queue took more than may wait.");
    }

    private static async Task LimitAsync(ScenarioContext context, CancellationToken cancellation)
    {
        if (await KronosCalls.SettingAsync(context, "rate-limit-enabled", cancellation) != "true") throw new StepSkippedException("the rate limit is off");
        var limit = await KronosCalls.NumberAsync(context, "rate-limit-per-minute", cancellation);
        if (limit > MostBeforeLimit) throw new StepSkippedException($"{limit:0} a minute are too many to ask for");
        // What breaks the schema counts too, and costs least.
        for (var i = 0; i <= limit; i++)
        {
            if (await OpenAiCalls.StatusAsync(context, KronosCalls.Single, "{}", cancellation) == 429) return;
        }

        throw new ScenarioException($"More than {limit:0} requests in a minute were let in.");
    }
}
