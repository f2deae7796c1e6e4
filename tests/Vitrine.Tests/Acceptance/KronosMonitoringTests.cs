using System.Net;
using System.Net.Http.Json;
using Vitrine.Commands;
using Vitrine.Scenarios;
using Vitrine.Settings;
using Vitrine.Testing;
using Vitrine.Tests.EndToEnd;
using Vitrine.Tests.Roles;

namespace Vitrine.Tests.Acceptance;

/// <summary>
/// The command lines of spec/kronos.md about monitoring, against a real Prometheus that scrapes the running forecaster as the document writes the job.
/// Host names and ports alone are changed, and what cannot match as it stands; docs/packs/kronos.md has the table.
/// </summary>
public sealed class KronosMonitoringTests : IDisposable
{
    private const int Limit = 1000;
    // Every query of the document; a division by another family is by its sum, for series of different labels never meet.
    private static readonly string[] s_queries =
    [
        """kronos_requests_total{route="/v1/predict/single", status="success"}""",
        """kronos_requests_total{route="/v1/predict/batch", status="error"}""",
        "rate(kronos_requests_total[1m])",
        """sum(rate(kronos_requests_total{status="success"}[5m])) / sum(rate(kronos_requests_total[5m]))""",
        "histogram_quantile(0.50, rate(kronos_request_duration_seconds_bucket[5m]))",
        "histogram_quantile(0.95, rate(kronos_request_duration_seconds_bucket[5m]))",
        "histogram_quantile(0.99, rate(kronos_request_duration_seconds_bucket[5m]))",
        "rate(kronos_request_duration_seconds_sum[5m]) / rate(kronos_request_duration_seconds_count[5m])",
        "histogram_quantile(0.95, rate(kronos_model_inference_seconds_bucket[5m]))",
        """histogram_quantile(0.95, rate(kronos_model_inference_seconds_bucket{endpoint="/v1/predict/single"}[5m]))""",
        "kronos_concurrent_requests",
        "max_over_time(kronos_concurrent_requests[5m])",
        "avg_over_time(kronos_concurrent_requests[5m])",
        "rate(kronos_timeouts_total[5m])",
        "sum(rate(kronos_timeouts_total[5m])) / sum(rate(kronos_requests_total[5m])) * 100",
        "histogram_quantile(0.95, rate(kronos_prediction_input_size_bucket[5m]))",
        "rate(kronos_prediction_input_size_sum[5m]) / rate(kronos_prediction_input_size_count[5m])",
        "rate(kronos_security_events_total[5m])",
        """rate(kronos_security_events_total{event="unauthorized"}[5m])""",
        "rate(kronos_rate_limit_hits_total[5m])",
        "topk(5, rate(kronos_rate_limit_hits_total[10m]))",
        "rate(kronos_request_size_rejections_total[5m])",
    ];

    private readonly TestSurroundings _surroundings = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _surroundings.Dispose();

    [Fact]
    public async Task RealPrometheus_OverTheExportedFiles_AnswersEveryCommandAndQuery()
    {
        await using var service = await ServedForecaster.StartAsync(_surroundings, (ForecastSettings.InferenceTimeout, "2"), (ForecastSettings.RateLimitPerMinute, $"{Limit}"), (ForecastSettings.MaxRequestSizeMegabytes, "0.1"));
        (await _surroundings.RunAsync("pack", "export", "kronos", "--output", "out")).ShouldBe(ExitCode.Ok, _surroundings.Error);
        var alerts = _surroundings["out/monitoring/prometheus/kronos-alerts.yml"];
        await ExpectAsync("promtool", ["check", "rules", alerts], "SUCCESS: 11 rules found");
        await ExpectAsync("promtool", ["test", "rules", _surroundings["out/monitoring/prometheus/kronos-alerts.test.yml"]], "SUCCESS");
        await using var prometheus = new RealPrometheus($"rule_files: ['{alerts}']\n" + (await File.ReadAllTextAsync(_surroundings["out/monitoring/prometheus/prometheus-scrape-config.yml"], Cancellation))
            .Replace("kronos-api:8000", service.Api.BaseAddress!.Authority, StringComparison.Ordinal)
            .Replace("scrape_interval: 15s", "scrape_interval: 1s", StringComparison.Ordinal)
            .Replace("scrape_timeout: 10s", "scrape_timeout: 1s", StringComparison.Ordinal));

        // Step 2 and "Alerts not firing"; .job stands for .labels.job.
        await UntilShellAsync($"curl -s {prometheus.Address}api/v1/targets | jq -r '.data.activeTargets[] | select(.labels.job==\"kronos-api\") | .health'", "up");
        await UntilShellAsync($"curl -s {prometheus.Address}api/v1/targets | jq -r '.data.activeTargets[] | select(.labels.job==\"kronos-api\") | .scrapeUrl'", $"{service.Api.BaseAddress}v1/metrics");
        await UntilShellAsync($"curl -s -G {prometheus.Address}api/v1/query --data-urlencode 'query=up{{job=\"kronos-api\"}}' | jq -r '.data.result[0].value[1]'", "1");
        await UntilShellAsync($"curl -s {prometheus.Address}api/v1/rules | jq '.data.groups[] | select(.name==\"kronos_api_alerts\") | .rules | length'", "11");
        await UntilShellAsync($"curl -s {prometheus.Address}api/v1/alerts | jq -r .status", "success");
        await UntilShellAsync($"curl -s -o /dev/null -w '%{{http_code}}' -X POST {prometheus.Address}-/reload", "200");

        await ProvokeGuardsAsync(service);
        foreach (var query in s_queries)
        {
            await RealPrometheus.UntilAsync(query, async () =>
            {
                await DriveAsync(service);
                return await prometheus.QueryAsync(query) is not null;
            });
        }
    }

    // One caller asks too often, and too much at once.
    private static async Task ProvokeGuardsAsync(ServedForecaster service)
    {
        using var large = new HttpRequestMessage(HttpMethod.Post, "/v1/predict/single") { Headers = { ExpectContinue = true }, Content = new ByteArrayContent(new byte[200_000]) };
        (await service.Api.SendAsync(large, Cancellation)).StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        var status = default(HttpStatusCode);
        for (var request = 0; request <= Limit && status != HttpStatusCode.TooManyRequests; request++)
        {
            using var worker = new HttpRequestMessage(HttpMethod.Post, "/v1/predict/single") { Headers = { { "X-Container-Name", "worker-service" } }, Content = new StringContent("{}") };
            using var answer = await service.Api.SendAsync(worker, Cancellation);
            status = answer.StatusCode;
        }

        status.ShouldBe(HttpStatusCode.TooManyRequests);
    }

    // A prediction, and a caller that may not call.
    private static async Task DriveAsync(ServedForecaster service)
    {
        (await service.Api.PostAsJsonAsync("/v1/predict/single", KronosCalls.Series(60, 4), Cancellation)).EnsureSuccessStatusCode();
        using var stranger = new HttpRequestMessage(HttpMethod.Post, "/v1/predict/single") { Headers = { { "X-Container-Name", "evil" } } };
        (await service.Api.SendAsync(stranger, Cancellation)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    private static async Task ExpectAsync(string program, string[] arguments, string said)
    {
        var (exit, output) = await ExternalTool.RunAsync(program, arguments);
        exit.ShouldBe(0, output);
        output.ShouldContain(said);
    }

    private static Task UntilShellAsync(string line, string expected)
    {
        _ = (ExternalTool.Locate("curl"), ExternalTool.Locate("jq"));
        return RealPrometheus.UntilAsync(line, async () => (await ExternalTool.RunAsync("bash", ["-c", line])).Output.Trim() == expected);
    }
}
