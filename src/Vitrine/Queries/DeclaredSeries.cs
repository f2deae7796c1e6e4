using Vitrine.Telemetry.Documents;
using Vitrine.Telemetry.Packs;

namespace Vitrine.Queries;

/// <summary>The names that Prometheus stores when it scrapes a pack: every family with its suffixes and labels, and what Prometheus adds.</summary>
internal sealed class DeclaredSeries
{
    private static readonly string[] s_histogram = ["_bucket", "_sum", "_count"];
    private static readonly string[] s_stat = ["_avg", "_min", "_max"];

    /// <summary>What Prometheus itself says of a target.</summary>
    private static readonly string[] s_ofPrometheus = ["up", "scrape_duration_seconds", "scrape_samples_scraped", "scrape_samples_post_metric_relabeling", "scrape_series_added"];

    private readonly Dictionary<string, (string Family, HashSet<string> Labels)> _series = new(StringComparer.Ordinal);

    /// <summary>Collects what a pack declares. Labels that its scrape snippet adds to a target are on every series.</summary>
    public DeclaredSeries(Pack pack)
    {
        string[] ofTarget = ["job", "instance", .. LabelsOfScrape(pack)];
        foreach (var name in s_ofPrometheus) _series[name] = ("", [.. ofTarget]);
        foreach (var family in PackOutline.Of(pack).Families)
        {
            foreach (var suffix in family.Type switch { "histogram" => s_histogram, "avg_min_max" => s_stat, _ => [""] })
            {
                // The figures of an avg_min_max are families of their own, in the report as on the page.
                var reported = family.Type == "avg_min_max" ? family.Name + suffix : family.Name;
                _series[family.Name + suffix] = (reported, [.. family.Labels, .. ofTarget, .. suffix == "_bucket" ? (string[])["le"] : []]);
            }
        }
    }

    /// <summary>Every name.</summary>
    public IEnumerable<string> Names => _series.Keys;

    /// <summary>The labels of a name, or null when nobody declares it.</summary>
    public IReadOnlyCollection<string>? LabelsOf(string name) => _series.TryGetValue(name, out var series) ? series.Labels : null;

    /// <summary>The family behind a name as the pack's report names it; null for what is Prometheus' own or undeclared.</summary>
    public string? FamilyOf(string name) => _series.TryGetValue(name, out var series) && series.Family.Length > 0 ? series.Family : null;

    private static IEnumerable<string> LabelsOfScrape(Pack pack)
    {
        if (!pack.Files.Contains("scrape.yml", StringComparer.Ordinal)) return [];
        var scrape = YamlSource.Parse($"{pack.Folder}/scrape.yml", pack.ReadText("scrape.yml"));
        return scrape.Root.Maps("scrape_configs").SelectMany(job => job.Maps("static_configs")).SelectMany(targets => targets.TextMap("labels").Keys);
    }
}
