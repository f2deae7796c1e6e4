using System.Diagnostics;
using System.Net;
using Vitrine.Testing;

namespace Vitrine.Tests.EndToEnd;

/// <summary>The sample of the getting-started page, run as a newcomer runs it.</summary>
public sealed class SampleTests
{
    [Fact]
    public async Task Sample_TwoTranslations_AreCountedLoggedAndExplained()
    {
        var (api, debug) = (FreePort.Next(), FreePort.Next());
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Vitrine.Sample.dll"), "--urls", $"http://127.0.0.1:{api}"]) { UseShellExecute = false, RedirectStandardOutput = true };
        start.Environment["OTEL_EXPORTER_PROMETHEUS_PORT"] = $"{debug}";
        using var sample = Process.Start(start)!;
        try
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            while (await sample.StandardOutput.ReadLineAsync(patience.Token) is { } line && !line.Contains("Application started", StringComparison.Ordinal)) continue;
            using var http = new HttpClient();
            (await http.GetStringAsync($"http://127.0.0.1:{api}/translate/glass", patience.Token)).ShouldBe("Glas");
            (await http.GetAsync($"http://127.0.0.1:{api}/translate/zebra", patience.Token)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
            var page = await http.GetStringAsync($"http://127.0.0.1:{debug}/metrics", patience.Token);
            page.ShouldContain("translator_translations_total{language=\"de\",outcome=\"ok\"} 1\n");
            page.ShouldContain("translator_translations_total{language=\"de\",outcome=\"error\"} 1\n");
            var story = await http.GetStringAsync($"http://127.0.0.1:{debug}/debug/operations?id=last", patience.Token);
            story.ShouldContain("unknown_word");
            story.ShouldContain("zebra");
        }
        finally
        {
            sample.Kill();
            await sample.WaitForExitAsync(CancellationToken.None);
        }
    }
}
