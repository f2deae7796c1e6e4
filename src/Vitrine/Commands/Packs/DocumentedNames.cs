namespace Vitrine.Commands.Packs;

/// <summary>Which names the documents of <c>spec/</c> give to the files of a pack. The one place for it; a file that no document names goes to <c>PACK/FILE</c>.</summary>
internal static class DocumentedNames
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        // spec/kronos.md, "Grafana Dashboard" and "Alerting".
        ["kronos/alerts.yaml"] = "monitoring/prometheus/kronos-alerts.yml",
        ["kronos/alerts.test.yaml"] = "monitoring/prometheus/kronos-alerts.test.yml",
        ["kronos/alertmanager.yml"] = "monitoring/prometheus/alertmanager.yml",
        ["kronos/promtail.yaml"] = "monitoring/promtail-config.yml",
        ["kronos/scrape.yml"] = "monitoring/prometheus/prometheus-scrape-config.yml",
        ["kronos/dashboards/kronos.json"] = "monitoring/grafana/kronos-dashboard.json",
        ["kronos/dashboards/kronos-dashboard.json"] = "monitoring/grafana/kronos-dashboard.json",
        // spec/aiwatch.md, "Dashboards".
        ["aiwatch/dashboards/llm-dashboard.json"] = "grafana/provisioning/dashboards/llm-dashboard.json",
        ["aiwatch/dashboards/llamacpp-dashboard.json"] = "grafana/provisioning/dashboards/llamacpp-dashboard.json",
        // spec/kimberlite.md, "Prometheus Configuration", "Log Aggregation" and "Grafana Dashboard". The rules stay beside prometheus.yml, which names them.
        ["kimberlite/scrape.yml"] = "kimberlite/prometheus.yml",
        ["kimberlite/promtail.yaml"] = "kimberlite/promtail-config.yml",
        ["kimberlite/dashboards/kimberlite-dashboard.json"] = "kimberlite-dashboard.json",
    };

    /// <summary>The path to write a pack's file to, below the output folder.</summary>
    public static string Of(string pack, string file) => Names.GetValueOrDefault($"{pack}/{file}", $"{pack}/{file}");
}
