using System.Diagnostics;
using System.Net;
using Vitrine.Testing;

namespace Vitrine.Tests.EndToEnd;

/// <summary>The samples of the documentation, run as a newcomer runs them.</summary>
public sealed class SampleTests
{
    [Fact]
    public Task Sample_TwoTranslations_AreCountedLoggedAndExplained() => RunAsync("Vitrine.Sample.dll", async (api, debug) =>
    {
        (await api.GetStringAsync("/translate/glass")).ShouldBe("Glas");
        (await api.GetAsync("/translate/zebra")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var page = await debug.GetStringAsync("/metrics");
        page.ShouldContain("translator_translations_total{language=\"de\",outcome=\"ok\"} 1\n");
        page.ShouldContain("translator_translations_total{language=\"de\",outcome=\"error\"} 1\n");
        var story = await debug.GetStringAsync("/debug/operations?id=last");
        story.ShouldContain("unknown_word");
        story.ShouldContain("zebra");
    });

    [Fact]
    public Task ChatSample_TwoTitles_MoveTheMetricsItAdds() => RunAsync("Vitrine.Sample.Chat.dll", async (api, debug) =>
    {
        for (var i = 0; i < 2; i++) (await api.PostAsync("/title?text=What+is+a+histogram+good+for", null)).EnsureSuccessStatusCode();
        var page = await debug.GetStringAsync("/metrics");
        page.ShouldContain("chat_titles_total{outcome=\"ok\"} 2\n");
        page.ShouldContain("genai_app_llamacpp_prompt_cache_hit_ratio{model=\"llama3.2\"} 0.5\n");
        page.ShouldContain("genai_app_http_requests_total{method=\"POST\",endpoint=\"/title\",status=\"200\"} 2\n");
    });

    private static async Task RunAsync(string program, Func<HttpClient, HttpClient, Task> check)
    {
        var (apiPort, debugPort) = (FreePort.Next(), FreePort.Next());
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, program), "--urls", $"http://127.0.0.1:{apiPort}"]) { UseShellExecute = false, RedirectStandardOutput = true };
        start.Environment["OTEL_EXPORTER_PROMETHEUS_PORT"] = $"{debugPort}";
        using var sample = Process.Start(start)!;
        try
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            while (await sample.StandardOutput.ReadLineAsync(patience.Token) is { } line && !line.Contains("Application started", StringComparison.Ordinal)) continue;
            using var api = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{apiPort}") };
            using var debug = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{debugPort}") };
            await check(api, debug);
        }
        finally
        {
            sample.Kill();
            await sample.WaitForExitAsync(CancellationToken.None);
        }
    }
}
