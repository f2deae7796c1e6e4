using Vitrine.Packs.Tests.Kronk;
using Vitrine.Packs.Tests.Kthena;
using Vitrine.Packs.Tests.Support;
using Vitrine.Testing;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Exposition;
using Vitrine.Telemetry.Metrics;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Packs.Tests.Otel;

/// <summary>The default pack, driven by the model server's operations, a gateway's configuration and faults of telemetry itself.</summary>
public sealed class OtelPackTests
{
    [Fact]
    public void WholeRun_EverythingDeclared_Moves()
    {
        using var server = Server(out var config);
        server.RunAll();
        AnswerThroughAGateway(server.Telemetry);
        config.IsValid = false;
        FailThreeWays(server.Telemetry);
        server.Coverage.Scrape();
        server.Coverage.Unmoved.ShouldBeEmpty();
        server.Telemetry.Reports[0].Missing.ShouldBeEmpty();
    }

    [Fact]
    public void WholeRun_Metrics_MatchTheGoldenPages()
    {
        using var server = Ran();
        server.LoadModel();
        Golden.ShouldMatch(VolatileFigures.Fix(server.Telemetry.Page()), "Otel/metrics.txt");
        Golden.ShouldMatch(VolatileFigures.Fix(server.Telemetry.Page(ExpositionFormat.OpenMetrics)), "Otel/metrics.openmetrics.txt");
    }

    [Fact]
    public void WholeRun_Lines_MatchTheGoldenFile()
    {
        using var server = Ran();
        Golden.ShouldMatch(server.Log.AsFile, "Otel/log.ndjson");
    }

    [Fact]
    public void Requests_Spans_MatchTheGoldenTrees()
    {
        using var server = new SyntheticModelServer("otel");
        using var spans = new CapturedSpans(server.Telemetry);
        server.LoadModel();
        server.ChatStreamed();
        server.Panics();
        server.ClientLeavesTheQueue();
        server.Unload();
        Golden.ShouldMatch(spans.AsTrees(), "Otel/spans.txt");
    }

    [Fact]
    public void WholeRun_LinesAndSeries_Agree()
    {
        using var server = Ran();
        var equations = server.Telemetry.Reconcile();
        equations.Count.ShouldBe(3);
        equations.Where(equation => !equation.Holds || equation.Left == 0).ShouldBeEmpty();
    }

    [Fact]
    public void StrangersModels_FoldIntoOneSeries()
    {
        using var server = new SyntheticModelServer("otel");
        for (var i = 0; i < 1000; i++) server.UnknownModel($"model-{i}\n\"");
        var samples = Scrapes.Samples(server.Telemetry.Page());
        samples.Keys.ShouldAllBe(name => !name.Contains("model-", StringComparison.Ordinal));
        samples["gen_ai_server_request_duration_seconds_count{gen_ai_operation_name=\"chat\",gen_ai_request_model=\"unknown\",gen_ai_response_model=\"\",outcome=\"error\"}"].ShouldBe("1000");
    }

    [Fact]
    public async Task GoldenPage_PromtoolFindsNothing()
    {
        var page = await File.ReadAllTextAsync(Golden.PathOf("Otel/metrics.txt"), TestContext.Current.CancellationToken);
        (await ExternalTool.CheckMetricsAsync(page)).ShouldBeEmpty();
    }

    private static SyntheticModelServer Ran()
    {
        var server = Server(out _);
        server.RunAll();
        AnswerThroughAGateway(server.Telemetry);
        return server;
    }

    private static SyntheticModelServer Server(out SyntheticConfig config)
    {
        var server = new SyntheticModelServer("otel", more: [.. GatewayConfigKinds.All, GuardKinds.Guard, .. GatewayKinds.All, AuditKinds.Outbox]);
        config = new SyntheticConfig(server.Telemetry);
        server.Telemetry.AddState(AuditKinds.Outbox, ReadOutbox);
        return server;
    }

    /// <summary>A ledger took some entries, refused one, and is behind.</summary>
    private static void ReadOutbox(ref StateRows rows)
    {
        rows.Begin();
        rows.Set(AuditFacts.Backlog, 4096);
        rows.Set(AuditFacts.Sent, 120);
        rows.Set(AuditFacts.Rejected, 1);
        rows.Set(AuditFacts.LastSent, 1705314645.123);
    }

    private static void AnswerThroughAGateway(VitrineTelemetry telemetry)
    {
        using var request = new SyntheticRequest(telemetry, "routed").Parse(SyntheticModelServer.Model, ms: 0.2, inputTokens: 40).Route();
        var forward = request.Forward();
        request.EndAttempt(request.Attempt(forward, "pod-1"), ms: 80, status: 200).EndForward(forward, attempts: 1);
        request.Inference!.Set(GatewayFacts.Overhead, TimeSpan.FromMilliseconds(0.4)).Set(GatewayFacts.Cost, 0.0025).Set(GatewayFacts.Currency, "EUR");
        request.Stage(GatewayKinds.Respond, ms: 0.2).Answer(200, outputTokens: 12);
    }

    /// <summary>A looker that throws, a label that explodes, a fact that comes too late: each is caught, counted and shown.</summary>
    private static void FailThreeWays(VitrineTelemetry telemetry)
    {
        telemetry.AddProjection(new Thrower());
        for (var i = 0; i <= FamilyOptions.DefaultSeriesLimit; i++)
        {
            using var http = telemetry.Begin(HttpKinds.Http).Set(HttpFacts.Method, "GET").Opened();
            http.Set(HttpFacts.Route, $"/generated/{i}").Set(HttpFacts.StatusCode, 200).End(Outcome.Ok);
            http.Set(HttpFacts.StatusCode, 201);
        }

        GC.Collect();
    }

    private sealed class Thrower : IProjection
    {
        public string Name => "thrower";

        public bool Wants(Kind kind) => kind == HttpKinds.Http;

        public void OnEnded(Operation scope) => throw new InvalidOperationException("This projection always throws.");
    }
}
