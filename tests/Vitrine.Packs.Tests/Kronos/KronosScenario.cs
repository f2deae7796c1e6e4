using Vitrine.Telemetry;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Packs.Tests.Kronos;

/// <summary>The hand-written story that moves every family, line and span of the kronos pack.</summary>
internal static class KronosScenario
{
    public static void Run(SyntheticForecaster service)
    {
        // Step 1: what succeeds, from both kinds of callers.
        service.Finish(SyntheticForecaster.Predict(service.Enter(SyntheticForecaster.Single)!, 400), 830, Outcome.Ok, 200);
        service.Finish(SyntheticForecaster.Predict(service.Enter(SyntheticForecaster.Single, "localhost")!, 30), 40, Outcome.Ok, 200);
        service.Finish(SyntheticForecaster.Predict(service.Enter(SyntheticForecaster.Batch)!, 100, 200, 1700), 2300, Outcome.Ok, 200);

        // Step 2: what fails, and what runs out of time.
        Fail(service);
        service.Finish(SyntheticForecaster.Predict(service.Enter(SyntheticForecaster.Batch)!, 800, 800), 29_980, Outcome.Timeout, 504, "timeout", "Batch prediction timeout after 30 seconds");

        // Step 3: who is refused, and why; none of it is counted as a prediction.
        service.Enter(SyntheticForecaster.Single, "evil");
        service.Refuse("rate_limit", "100 per 1 minute", 429);
        service.Refuse("body_size", "10 MB", 413);
        service.Refuse("caller_header", null, 403, peer: "10.0.0.9");
        service.Invalid();
        NotReady(service);

        // Step 4: a client that leaves, and a request that ends before its prediction.
        service.Finish(SyntheticForecaster.Predict(service.Enter(SyntheticForecaster.Single)!, 60), 300, Outcome.Cancelled, 499, "client_left", "The client left");
        Abandon(service);

        // Step 5: three in flight at once.
        Operation[] running = [.. Enumerable.Range(0, 3).Select(_ => SyntheticForecaster.Predict(service.Enter(SyntheticForecaster.Single)!, 250))];
        service.Page().ShouldContain("\nkronos_concurrent_requests 3\n");
        service.Coverage.Scrape();
        foreach (var prediction in running) service.Finish(prediction, 1200, Outcome.Ok, 200);
        service.Page().ShouldContain("\nkronos_concurrent_requests 0\n");
        service.Coverage.Scrape();
    }

    private static void Fail(SyntheticForecaster service)
    {
        var prediction = SyntheticForecaster.Predict(service.Enter(SyntheticForecaster.Single)!, 50);
        prediction.Set(CoreFacts.ExceptionStacktrace, "System.InvalidOperationException: Invalid input shape\n   at Model.Predict(Series series)");
        service.Finish(prediction, 15, Outcome.Error, 500, "InvalidOperationException", "Invalid input shape");
    }

    private static void NotReady(SyntheticForecaster service)
    {
        var http = service.Enter(SyntheticForecaster.Single)!;
        using (var prediction = SyntheticForecaster.Begin(http, 400)) prediction.End(Outcome.Rejected, "not_ready", "Model not ready", prediction.StartTimestamp);
        service.Leave(http, 503, 6, Outcome.Rejected);
    }

    private static void Abandon(SyntheticForecaster service)
    {
        var http = service.Enter(SyntheticForecaster.Single)!;
        using var prediction = SyntheticForecaster.Predict(http, 90);
        service.Leave(http, 500, 90, Outcome.Error);
    }
}
