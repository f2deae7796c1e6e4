using System.Text.Json;
using System.Text.Json.Nodes;
using Vitrine.Settings;
using Vitrine.Testing;
using Vitrine.Tests.Roles;

namespace Vitrine.Tests.Acceptance;

/// <summary>
/// The command lines of spec/kronos.md that address the service, run in bash as they stand: curl is told where <c>kronos-api</c> is. Those to Prometheus are
/// <see cref="KronosMonitoringTests"/>', those of the containers the compose file's (<c>ComposeTests</c>); docs/packs/kronos.md has the translations.
/// </summary>
public sealed class KronosDocumentTests : IDisposable
{
    private readonly TestSurroundings _surroundings = new();

    public void Dispose() => _surroundings.Dispose();

    [Fact]
    public async Task Troubleshooting_MetricsEndpoint_ShowsTheFamilies()
    {
        await using var service = await ServedForecaster.StartAsync(_surroundings);
        (await RunAsync(service, "curl http://kronos-api:8000/v1/metrics")).ShouldContain("# TYPE kronos_requests_total counter\n");
    }

    [Fact]
    public async Task Troubleshooting_Healthz_AnswersAndMovesNothing()
    {
        await using var service = await ServedForecaster.StartAsync(_surroundings);
        (await RunAsync(service, "curl http://kronos-api:8000/v1/healthz")).ShouldBe("""{"status":"ok"}""");
        (await RunAsync(service, "curl http://kronos-api:8000/v1/metrics")).Split('\n').Where(line => line.StartsWith("kronos_requests_total{", StringComparison.Ordinal)).ShouldAllBe(line => line.EndsWith(" 0"));
    }

    [Theory]
    [InlineData("INFO", false)]
    [InlineData("DEBUG", true)]
    [InlineData("debug", true)]
    public async Task LogConfiguration_Level_DecidesWhatIsWritten(string level, bool isVerbose)
    {
        _surroundings.Variables["KRONOS_LOG_LEVEL"] = level;
        await using (var service = await ServedForecaster.StartAsync(_surroundings)) await PredictAsync(service);
        var messages = File.ReadLines(_surroundings["forecast.log"]).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("message").GetString()).ToArray();
        messages.Contains("single prediction started").ShouldBe(isVerbose);
        messages.ShouldContain("single prediction completed");
    }

    [Fact]
    public void KA19_LogLevelLoud_RefusesToStart()
    {
        _surroundings.Variables["KRONOS_LOG_LEVEL"] = "loud";
        Should.Throw<SettingsException>(() => ServedForecaster.OptionsOf(_surroundings)).Message.ShouldContain("environment KRONOS_LOG_LEVEL: log-level must be a log level");
    }

    private static async Task PredictAsync(ServedForecaster service)
    {
        var body = new JsonObject
        {
            ["candles"] = new JsonArray([.. Enumerable.Range(1, 30).Select(place => (JsonNode)new JsonObject { ["open"] = place, ["high"] = place + 1, ["low"] = place * 0.5, ["close"] = place })]),
            ["timestamps"] = new JsonArray([.. Enumerable.Range(1, 30).Select(place => (JsonNode)(1_767_225_600 + (place * 60)))]),
            ["overrides"] = new JsonObject { ["pred_len"] = 5 },
        };
        using var content = new StringContent(body.ToJsonString());
        using var answer = await service.Api.PostAsync("/v1/predict/single", content, TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    private static async Task<string> RunAsync(ServedForecaster service, string line)
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("bash");
        _ = ExternalTool.Locate("curl");
        var (exit, output) = await ExternalTool.RunAsync("bash", ["-c", $"curl() {{ command curl --silent --fail --connect-to kronos-api:8000:127.0.0.1:{service.Api.BaseAddress!.Port} \"$@\"; }}\n{line}"]);
        exit.ShouldBe(0, output);
        return output;
    }
}
