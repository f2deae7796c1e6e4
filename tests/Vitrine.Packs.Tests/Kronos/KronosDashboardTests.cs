using System.Text.Json.Nodes;
using Vitrine.Telemetry.Packs;
using Vitrine.Testing;

namespace Vitrine.Packs.Tests.Kronos;

/// <summary>The dashboard's nine panels, and that choosing a route changes those that say nothing against it (check KA18).</summary>
public sealed class KronosDashboardTests
{
    private const string Variable = "$route";

    // Both routes are asked, unlike each other in every respect that a panel shows.
    private const string Series = """
        - { series: 'kronos_requests_total{route="/v1/predict/single",status="success"}', values: '0+90x20' }
        - { series: 'kronos_requests_total{route="/v1/predict/single",status="error"}', values: '0+10x20' }
        - { series: 'kronos_requests_total{route="/v1/predict/batch",status="success"}', values: '0+50x20' }
        - { series: 'kronos_requests_total{route="/v1/predict/batch",status="error"}', values: '0+50x20' }
        - { series: 'kronos_timeouts_total{endpoint="/v1/predict/single"}', values: '0+1x20' }
        - { series: 'kronos_timeouts_total{endpoint="/v1/predict/batch"}', values: '0+5x20' }
        - { series: 'kronos_request_duration_seconds_bucket{route="/v1/predict/single",le="0.05"}', values: '0+100x20' }
        - { series: 'kronos_request_duration_seconds_bucket{route="/v1/predict/single",le="5"}', values: '0+100x20' }
        - { series: 'kronos_request_duration_seconds_bucket{route="/v1/predict/single",le="+Inf"}', values: '0+100x20' }
        - { series: 'kronos_request_duration_seconds_bucket{route="/v1/predict/batch",le="0.05"}', values: '0x20' }
        - { series: 'kronos_request_duration_seconds_bucket{route="/v1/predict/batch",le="5"}', values: '0+100x20' }
        - { series: 'kronos_request_duration_seconds_bucket{route="/v1/predict/batch",le="+Inf"}', values: '0+100x20' }
        - { series: 'kronos_model_inference_seconds_bucket{endpoint="/v1/predict/single",le="0.05"}', values: '0+100x20' }
        - { series: 'kronos_model_inference_seconds_bucket{endpoint="/v1/predict/single",le="+Inf"}', values: '0+100x20' }
        - { series: 'kronos_model_inference_seconds_bucket{endpoint="/v1/predict/batch",le="0.05"}', values: '0+100x20' }
        - { series: 'kronos_model_inference_seconds_bucket{endpoint="/v1/predict/batch",le="+Inf"}', values: '0+100x20' }
        - { series: 'kronos_prediction_input_size_bucket{endpoint="/v1/predict/single",le="400"}', values: '0+100x20' }
        - { series: 'kronos_prediction_input_size_bucket{endpoint="/v1/predict/single",le="+Inf"}', values: '0+100x20' }
        - { series: 'kronos_prediction_input_size_bucket{endpoint="/v1/predict/batch",le="400"}', values: '0+100x20' }
        - { series: 'kronos_prediction_input_size_bucket{endpoint="/v1/predict/batch",le="+Inf"}', values: '0+100x20' }
        """;

    private static readonly JsonArray s_panels = JsonNode.Parse(new PackStore().Load("kronos").ReadText("dashboards/kronos-dashboard.json"))!["panels"]!.AsArray();

    [Fact]
    public void Panels_AreTheDocumentsNine() => s_panels.Select(panel => $"{panel!["id"]} {panel["title"]}").ShouldBe(
    [
        "1 Request Rate", "2 Total Request Rate", "3 p95 Latency", "4 Latency Percentiles", "5 Error & Timeout Rate",
        "6 Concurrent Requests", "7 Model Inference Time", "8 Input Size Distribution", "9 Security Events",
    ]);

    [Fact]
    public void Route_IsChosenInEveryQueryOfAPanel_OrThePanelSaysWhyNot()
    {
        foreach (var panel in s_panels)
        {
            var isOfAllRoutes = (int)panel!["id"]! is 6 or 9;
            QueriesOf(panel).ShouldAllBe(query => query.Contains(Variable, StringComparison.Ordinal) != isOfAllRoutes);
            if (isOfAllRoutes) $"{panel["description"]}".ShouldStartWith("Of all routes: ");
        }
    }

    // One route shows something else than all: another value, or fewer series.
    [Fact]
    public async Task Route_WhenChosen_ChangesWhatEveryQueryShows()
    {
        var queries = s_panels.SelectMany(panel => QueriesOf(panel!)).Where(query => query.Contains(Variable, StringComparison.Ordinal)).ToArray();
        queries.Length.ShouldBe(11);
        var file = Path.Combine(Directory.CreateTempSubdirectory("vitrine-dashboard-").FullName, "test.yaml");
        await File.WriteAllTextAsync(file, $"""
            evaluation_interval: 1m
            tests:
            - interval: 1m
              input_series:
            {Indented(Series, 2)}
              promql_expr_test:
            {string.Join('\n', queries.Select(query => $"  - {{ expr: '{ChangeOf(query)}', eval_time: 15m, exp_samples: [{{ labels: '{{}}', value: 1 }}] }}"))}
            """, TestContext.Current.CancellationToken);
        var (exitCode, output) = await ExternalTool.RunAsync("promtool", ["test", "rules", file]);
        Directory.GetParent(file)!.Delete(recursive: true);
        exitCode.ShouldBe(0, output);
    }

    private static string ChangeOf(string query)
    {
        var (one, all) = (query.Replace(Variable, "/v1/predict/single", StringComparison.Ordinal), query.Replace(Variable, ".*", StringComparison.Ordinal));
        return $"sum({one}) != bool sum({all})";
    }

    private static IEnumerable<string> QueriesOf(JsonNode panel) => panel["targets"]!.AsArray().Select(target => $"{target!["expr"]}");

    private static string Indented(string text, int spaces) => string.Join('\n', text.Split('\n').Select(line => new string(' ', spaces) + line));
}
