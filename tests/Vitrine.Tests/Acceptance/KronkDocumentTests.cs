using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using Vitrine.Testing;
using Vitrine.Testing.Otlp;
using Vitrine.Tests.EndToEnd;

namespace Vitrine.Tests.Acceptance;

/// <summary>
/// Every command line of spec/kronk.md but those of 14.8 and, in <see cref="KronkProfileChecks"/>, 14.9, run in bash after <c>eval "$(vitrine alias)"</c> against the real server.
/// Ports alone are changed: all are shifted, because tests run beside each other, and the collector has a port of its own.
/// docs/packs/kronk.md has the table.
/// </summary>
public sealed class KronkDocumentTests : IDisposable
{
    private readonly TestSurroundings _surroundings = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _surroundings.Dispose();

    [Theory]
    [InlineData("kronk server start --debug-host localhost:9090")]
    [InlineData("export KRONK_DEBUG_HOST=localhost:9090\nkronk server start")]
    public async Task Section1_DebugHost_IsWhereMetricsAre(string lines)
    {
        SkipWithoutBash();
        await using var kronk = await KronkProcess.ShellAsync(_surroundings, WithoutCollector(lines));
        (await kronk.Http.GetStringAsync(kronk.Shifted("http://localhost:9090/metrics"), Cancellation)).ShouldContain("\nrequests ");
    }

    [Fact]
    public async Task Sections2To4_CurlLines_AnswerAsDocumented()
    {
        SkipWithoutBash();
        await using var kronk = await KronkProcess.ShellAsync(_surroundings, WithoutCollector("kronk server start"));
        var live = JsonNode.Parse(await CurlAsync(kronk, "http://localhost:8080/v1/liveness"))!.AsObject();
        live.Select(pair => pair.Key).ShouldBe(["status", "build", "host", "GOMAXPROCS"]);
        live["status"]!.GetValue<string>().ShouldBe("up");
        await CurlAsync(kronk, "http://localhost:8080/v1/readiness");
        (await CurlAsync(kronk, "http://localhost:8090/metrics")).ShouldContain("# TYPE goroutines gauge\n");
    }

    [Fact]
    public async Task Section5_RealPrometheus_ScrapesAndAnswersEveryQuery()
    {
        SkipWithoutBash();
        await using var kronk = await KronkProcess.ShellAsync(_surroundings, WithoutCollector("kronk server start"));
        await using var prometheus = new RealPrometheus($"""
            scrape_configs:
              - job_name: "kronk"
                static_configs:
                  - targets: ["{kronk.Shifted("http://localhost:8090/").Authority}"]
                scrape_interval: 1s
            """);
        foreach (var query in (string[])["model_ttft_avg", "usage_tokens_per_second_avg", "rate(requests[5m])", "rate(errors[5m]) / rate(requests[5m])"])
        {
            await kronk.UntilAsync(async () =>
            {
                await ChatAsync(kronk);
                return await prometheus.QueryAsync(query) is { } value && double.IsFinite(value);
            });
        }
    }

    [Theory]
    [InlineData("kronk server start \\\n  --tempo-host localhost:4317 \\\n  --tempo-service-name kronk \\\n  --tempo-probability 0.25")]
    [InlineData("export KRONK_TEMPO_HOST=localhost:4317\nexport KRONK_TEMPO_SERVICE_NAME=kronk\nexport KRONK_TEMPO_PROBABILITY=0.25\nkronk server start")]
    public async Task Section6_Tempo_GetsAShareOfTheTraces(string lines)
    {
        SkipWithoutBash();
        await using var collector = await OtlpCollector.StartAsync(grpc: true);
        await using var kronk = await KronkProcess.ShellAsync(_surroundings, lines.Replace("localhost:4317", $"127.0.0.1:{collector.Address.Port}", StringComparison.Ordinal));
        await kronk.UntilAsync(async () =>
        {
            await ChatAsync(kronk);
            return collector.Spans.TryRead(out var span) && span.Resource["service.name"] == "kronk";
        });
    }

    [Theory]
    [InlineData("kronk server start --insecure-logging")]
    [InlineData("export KRONK_INSECURE_LOGGING=true\nkronk server start")]
    public async Task Section11_InsecureLogging_ShowsWhatWasSaid(string lines)
    {
        SkipWithoutBash();
        await using var kronk = await KronkProcess.ShellAsync(_surroundings, WithoutCollector(lines));
        await ChatAsync(kronk);
        await kronk.UntilAsync(() => Task.FromResult(kronk.Lines.Any(line => line.Contains("What is a counter?", StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData("--llama-log 0")]
    [InlineData("--debug-host localhost:8090 --llama-log 1 --tempo-host localhost:4317 --tempo-service-name kronk --tempo-probability 0.25 --insecure-logging")]
    public async Task Section12_EveryFlag_IsTaken(string flags)
    {
        SkipWithoutBash();
        await using var kronk = await KronkProcess.ShellAsync(_surroundings, $"kronk server start {flags}");
        // What the engine itself says of a model that it loads.
        kronk.Lines.Any(line => line.Contains("\"file\":\"llama\"", StringComparison.Ordinal)).ShouldBe(!flags.Contains("--llama-log 0", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Section10_Statsviz_ShowsEveryChartOfTheDocument()
    {
        SkipWithoutBash();
        await using var kronk = await KronkProcess.ShellAsync(_surroundings, WithoutCollector("kronk server start"));
        // A browser is led to the page; its socket brings the charts.
        var page = kronk.Shifted("http://localhost:8090/debug/statsviz");
        (await kronk.Http.GetStringAsync(page, Cancellation)).ShouldContain("ive charts");
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new UriBuilder(page) { Scheme = "ws", Path = "/debug/statsviz/ws" }.Uri, Cancellation);
        using var config = new MemoryStream();
        var buffer = new byte[16 * 1024];
        for (var isWhole = false; !isWhole;)
        {
            var part = await socket.ReceiveAsync(buffer, Cancellation);
            config.Write(buffer, 0, part.Count);
            isWhole = part.EndOfMessage;
        }

        var charts = JsonNode.Parse(config.ToArray())!["data"]!["series"]!.AsArray().Select(chart => chart!["name"]!.GetValue<string>()).ToArray();
        // Heap size and allocations, goroutine count, GC pause times, CPU scheduler latency, memory by size class.
        foreach (var chart in (string[])["heap (details)", "alloc-free-rate", "goroutines", "total-pauses-gc", "runnable-time", "size-classes"]) charts.ShouldContain(chart);
    }

    private static string WithoutCollector(string lines) => $"export KRONK_TEMPO_HOST=none\n{lines}";

    private static async Task<string> CurlAsync(KronkProcess kronk, string url)
    {
        var (exit, output) = await ExternalTool.RunAsync("curl", ["--silent", "--show-error", "--fail", kronk.Shifted(url).ToString()]);
        exit.ShouldBe(0, output);
        return output;
    }

    private static async Task ChatAsync(KronkProcess kronk)
    {
        using var answer = await kronk.Http.PostAsJsonAsync(
            kronk.Shifted("http://localhost:8080/v1/chat/completions"),
            new { model = "vitrine-tiny", max_tokens = 8, temperature = 0, messages = new[] { new { role = "user", content = "What is a counter?" } } },
            Cancellation);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static void SkipWithoutBash()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("bash");
    }
}
