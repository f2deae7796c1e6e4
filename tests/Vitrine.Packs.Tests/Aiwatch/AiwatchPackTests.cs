using System.Text.Json;
using Microsoft.Extensions.Logging;
using Vitrine.Packs.Tests.Support;
using Vitrine.Testing;
using Vitrine.Telemetry.Exposition;
using Vitrine.Telemetry.Lines;

namespace Vitrine.Packs.Tests.Aiwatch;

/// <summary>The pack <c>aiwatch</c> against spec/aiwatch.md, driven by <see cref="SyntheticChat"/>.</summary>
public sealed class AiwatchPackTests
{
    private const string LlamaCpp = "genai_app_llamacpp_";

    [Fact]
    public void WholeRun_EverythingDeclared_Moves()
    {
        using var chat = new SyntheticChat();
        var report = chat.Telemetry.Reports[0];
        chat.Coverage.Unmoved.ShouldBe(report.Driven);
        chat.RunAll();
        chat.Coverage.Unmoved.ShouldBeEmpty();
        report.Missing.ShouldBeEmpty();
        report.Driven.Count(name => name.StartsWith("genai_app_", StringComparison.Ordinal)).ShouldBe(14);
    }

    [Fact]
    public void WholeRun_Metrics_MatchTheGoldenPages()
    {
        using var chat = Ran();
        chat.LoadModel();
        Golden.ShouldMatch(chat.Telemetry.Page(), "Aiwatch/metrics.txt");
        Golden.ShouldMatch(chat.Telemetry.Page(ExpositionFormat.OpenMetrics), "Aiwatch/metrics.openmetrics.txt");
    }

    [Fact]
    public void WholeRun_Lines_MatchTheGoldenFile()
    {
        using var chat = Ran();
        Golden.ShouldMatch(chat.Log.AsFile, "Aiwatch/log.ndjson");
    }

    [Fact]
    public void Chats_Spans_MatchTheGoldenTrees()
    {
        using var chat = new SyntheticChat();
        using var spans = new CapturedSpans(chat.Telemetry);
        chat.ChatAnswered();
        chat.UpstreamDown();
        chat.ClientLeaves();
        Golden.ShouldMatch(spans.AsTrees(), "Aiwatch/spans.txt");
    }

    [Fact]
    public void WholeRun_LinesAndSeries_Agree()
    {
        using var chat = Ran();
        var equations = chat.Telemetry.Reconcile();
        equations.Count.ShouldBe(3);
        equations.Where(equation => !equation.Holds || equation.Left == 0).ShouldBeEmpty();
        chat.Telemetry.LateFacts.ShouldBe(0);
    }

    [Fact]
    public void WholeRun_ActiveRequests_ReturnToZero()
    {
        using var chat = Ran();
        Scrapes.Samples(chat.Telemetry.Page())["genai_app_active_requests"].ShouldBe("0");
    }

    [Fact]
    public void OneChat_IsCountedOnce()
    {
        using var chat = new SyntheticChat();
        chat.ChatAnswered();
        var samples = Scrapes.Samples(chat.Telemetry.Page());
        samples["genai_app_http_requests_total{method=\"POST\",endpoint=\"/chat\",status=\"200\"}"].ShouldBe("1");
        samples["genai_app_http_request_duration_seconds_count{method=\"POST\",endpoint=\"/chat\"}"].ShouldBe("1");
        samples[$"genai_app_first_token_latency_seconds_count{{model=\"{SyntheticChat.Model}\"}}"].ShouldBe("1");
        samples[$"genai_app_model_latency_seconds_count{{model=\"{SyntheticChat.Model}\",operation=\"inference\"}}"].ShouldBe("1");
    }

    [Fact]
    public void UpstreamDown_CountsTheErrorAndNo200()
    {
        using var chat = new SyntheticChat();
        chat.UpstreamDown();
        var samples = Scrapes.Samples(chat.Telemetry.Page());
        samples["genai_app_errors_total{type=\"upstream_error\",operation=\"chat\"}"].ShouldBe("1");
        samples.Keys.ShouldAllBe(name => !name.Contains("\"200\"", StringComparison.Ordinal));
    }

    [Fact]
    public void PageReports_TimeToFirstToken_StandsUnderItsOwnModel()
    {
        using var chat = new SyntheticChat();
        chat.PageReportsAnAnswer(120);
        chat.PageReportsAnAnswer(0);
        var samples = Scrapes.Samples(chat.Telemetry.Page());
        samples["genai_app_first_token_latency_seconds_count{model=\"client\"}"].ShouldBe("1");
        samples["genai_app_first_token_latency_seconds_sum{model=\"client\"}"].ShouldBe("0.12");
    }

    [Fact]
    public void UnloadedModel_TakesItsSeriesWithIt()
    {
        using var chat = new SyntheticChat();
        Scrapes.Samples(chat.Telemetry.Page()).Keys.ShouldAllBe(name => !name.StartsWith(LlamaCpp, StringComparison.Ordinal));
        chat.LoadModel();
        chat.ChatAnswered();
        var loaded = Scrapes.Samples(chat.Telemetry.Page());
        loaded[$"genai_app_llamacpp_context_size{{model=\"{SyntheticChat.Model}\"}}"].ShouldBe("4096");
        loaded[$"genai_app_llamacpp_tokens_per_second{{model=\"{SyntheticChat.Model}\"}}"].ShouldBe("39.2");
        loaded[$"genai_app_model_memory_bytes{{model=\"{SyntheticChat.Model}\"}}"].ShouldBe("1321082688");
        chat.UnloadModel();
        var left = Scrapes.Samples(chat.Telemetry.Page()).Keys.Where(name => name.StartsWith(LlamaCpp, StringComparison.Ordinal) || name.Contains("_memory_", StringComparison.Ordinal));
        left.ShouldAllBe(name => name.Contains("_prompt_eval_seconds", StringComparison.Ordinal));
    }

    [Fact]
    public void RequestLine_HasWhatTheDocumentLists()
    {
        using var chat = new SyntheticChat("info");
        chat.ChatAnswered();
        using var line = JsonDocument.Parse(chat.Log.All.ShouldHaveSingleItem());
        line.RootElement.EnumerateObject().Select(property => property.Name)
            .ShouldBe(["level", "component", "method", "path", "status", "duration", "request_id", "user_agent", "user", "time", "message"]);
        line.RootElement.GetProperty("status").GetInt32().ShouldBe(200);
        line.RootElement.GetProperty("duration").GetDouble().ShouldBe(1203.5);
    }

    [Fact]
    public void LogLevelError_SilencesRequests()
    {
        using var chat = new SyntheticChat("error");
        chat.ChatAnswered();
        chat.Log.All.ShouldBeEmpty();
        chat.UpstreamDown();
        chat.Log.All.ShouldHaveSingleItem().ShouldStartWith("""{"level":"error",""");
    }

    [Theory]
    [InlineData(LogLevel.Debug, "debug")]
    [InlineData(LogLevel.Information, "info")]
    [InlineData(LogLevel.Warning, "warn")]
    [InlineData(LogLevel.Error, "error")]
    [InlineData(LogLevel.Critical, "fatal")]
    public void Levels_HaveTheDocumentsNames(LogLevel level, string name)
    {
        using var chat = new SyntheticChat();
        using var provider = new ServiceLoggerProvider(chat.ServiceLog, chat.Clock);
        provider.CreateLogger("web").Log(level, "Starting server on {Addr}", ":3080");
        chat.Log.All.ShouldBe([$$"""{"level":"{{name}}","Addr":":3080","time":"2025-05-01T09:00:00.000Z","message":"Starting server on :3080"}"""]);
    }

    [Fact]
    public void StrangersStrings_FoldAndStayOnTheirLines()
    {
        using var chat = new SyntheticChat();
        for (var i = 0; i < 10_000; i++) chat.StrangersModel($"model-{i}\n\"\\");
        for (var i = 0; i < 150; i++) chat.UnknownPath($"/random/{i}\n\"", $"BREW{i}");
        chat.PageReportsAnError("x\"\n# HELP forged");
        var samples = Scrapes.Samples(chat.Telemetry.Page());
        samples["genai_app_model_latency_seconds_count{model=\"unknown\",operation=\"inference\"}"].ShouldBe("10000");
        samples["genai_app_http_requests_total{method=\"other\",endpoint=\"other\",status=\"404\"}"].ShouldBe("150");
        samples["genai_app_errors_total{type=\"other\",operation=\"frontend\"}"].ShouldBe("1");
        samples.Count.ShouldBeLessThan(80);
        chat.Telemetry.Reconcile().ShouldAllBe(equation => equation.Holds);
        chat.Log.All.ShouldAllBe(line => !line.Contains('\n'));
    }

    [Fact]
    public async Task GoldenPage_PromtoolFindsNothing()
    {
        var page = await File.ReadAllTextAsync(Golden.PathOf("Aiwatch/metrics.txt"), TestContext.Current.CancellationToken);
        (await ExternalTool.CheckMetricsAsync(page)).ShouldBeEmpty();
    }

    [Fact]
    public async Task ScrapeSnippet_PromtoolAcceptsIt()
    {
        var (exitCode, output) = await ExternalTool.RunAsync("promtool", ["check", "config", Checkout.PathOf("packs/aiwatch/scrape.yml")]);
        exitCode.ShouldBe(0, output);
    }

    private static SyntheticChat Ran()
    {
        var chat = new SyntheticChat();
        chat.RunAll();
        return chat;
    }
}
