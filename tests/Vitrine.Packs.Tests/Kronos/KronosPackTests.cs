using Vitrine.Packs.Tests.Support;
using Vitrine.Testing;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Exposition;
using Vitrine.Telemetry.Packs;

namespace Vitrine.Packs.Tests.Kronos;

/// <summary>The kronos pack against its document, spec/kronos.md.</summary>
public sealed class KronosPackTests
{
    [Fact]
    public void Scenario_WholeStory_MovesEveryFamilyLineAndSpan()
    {
        using var service = new SyntheticForecaster();
        KronosScenario.Run(service);
        service.Coverage.Unmoved.ShouldBeEmpty();
        service.Telemetry.Reports[0].Missing.ShouldBeEmpty();
        service.Telemetry.LateFacts.ShouldBe(0);
    }

    [Fact]
    public void Scenario_WholeStory_WritesTheGoldenPagesAndLines()
    {
        using var service = new SyntheticForecaster();
        KronosScenario.Run(service);
        Golden.ShouldMatch(VolatileFigures.Fix(service.Page()), "Kronos/metrics.txt");
        Golden.ShouldMatch(VolatileFigures.Fix(service.Page(ExpositionFormat.OpenMetrics)), "Kronos/metrics.openmetrics.txt");
        Golden.ShouldMatch(service.Lines.AsFile, "Kronos/log.ndjson");
    }

    [Fact]
    public void Scenario_WholeStory_ReconcilesSeriesWithLines()
    {
        using var service = new SyntheticForecaster("off");
        KronosScenario.Run(service);
        var results = service.Telemetry.Reconcile();
        results.Count.ShouldBe(new PackStore().Load("kronos").Definition.Equations.Count);
        results.Where(result => !result.Holds).ShouldBeEmpty();
        results.ShouldAllBe(result => result.Left > 0);
    }

    [Fact]
    public void Start_BeforeTheFirstRequest_ShowsTheDocumentedRoutesAtZero()
    {
        using var service = new SyntheticForecaster();
        var samples = Scrapes.Samples(service.Page());
        foreach (var route in (string[])[SyntheticForecaster.Single, SyntheticForecaster.Batch])
        {
            foreach (var status in (string[])["success", "error", "timeout"]) samples[$"kronos_requests_total{{route=\"{route}\",status=\"{status}\"}}"].ShouldBe("0");
            samples[$"kronos_request_duration_seconds_count{{route=\"{route}\"}}"].ShouldBe("0");
            samples[$"kronos_timeouts_total{{endpoint=\"{route}\"}}"].ShouldBe("0");
        }

        service.Page().ShouldContain("# TYPE kronos_security_events_total counter\n");
    }

    [Fact]
    public void Spans_WholeStory_AreTheGoldenTrees()
    {
        using var service = new SyntheticForecaster();
        using var spans = new CapturedSpans(service.Telemetry);
        KronosScenario.Run(service);
        Golden.ShouldMatch(spans.AsTrees(), "Kronos/spans.txt");
        service.Lines.All.ShouldContain(line => line.Contains("\"trace_id\":\"", StringComparison.Ordinal));
    }

    [Fact]
    public void Caller_ThousandStrangers_FoldIntoUnknown()
    {
        using var service = new SyntheticForecaster();
        for (var i = 0; i < 1000; i++) service.Enter(SyntheticForecaster.Single, $"evil-{i}\"\n}} 1");
        service.Refuse("rate_limit", "100 per 1 minute", 429);
        var samples = Scrapes.Samples(service.Page());
        samples.Count(sample => sample.Key.StartsWith("kronos_security_events_total{event=\"unauthorized\"", StringComparison.Ordinal)).ShouldBe(1);
        samples["kronos_security_events_total{event=\"unauthorized\",container=\"unknown\"}"].ShouldBe("1000");
        samples["kronos_rate_limit_hits_total{container=\"worker-service\"}"].ShouldBe("1");
        service.Lines.All.ShouldAllBe(line => !line.Contains('\n'));
    }

    [Theory]
    [InlineData("info", false)]
    [InlineData("debug", true)]
    public void Filter_Level_DecidesAboutTheStartLine(string filter, bool written)
    {
        using var service = new SyntheticForecaster(filter);
        service.Finish(SyntheticForecaster.Predict(service.Enter(SyntheticForecaster.Single)!, 400), 830, Outcome.Ok, 200);
        service.Lines.All.Exists(line => line.Contains("single prediction started", StringComparison.Ordinal)).ShouldBe(written);
        service.Lines.All.ShouldContain(line => line.Contains("single prediction completed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task GoldenPage_Promtool_FindsNothing() =>
        (await ExternalTool.CheckMetricsAsync(await File.ReadAllTextAsync(Golden.PathOf("Kronos/metrics.txt"), TestContext.Current.CancellationToken))).ShouldBeEmpty();
}
