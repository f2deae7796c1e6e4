using Vitrine.Telemetry.Packs;

namespace Vitrine.Telemetry.DebugServer.Html;

/// <summary>The smaller debug pages for a browser: first page, settings, packs.</summary>
internal static class PlainPages
{
    /// <summary>The first page.</summary>
    public static void Index(HtmlText html, ServiceIndex index)
    {
        html.Raw("<dl>");
        Definition(html, "build", index.Version);
        Definition(html, "up for", TimeSpan.FromSeconds(index.UptimeSeconds).ToString());
        Definition(html, "operations", $"{index.Running} in flight, {index.Ended} ended");
        foreach (var pack in index.Packs) Definition(html, $"pack {pack.Name}", $"{pack.Driven} driven, {pack.Missing} missing");
        html.Raw("</dl><table><tr><th>Path<th>What is there</tr>");
        foreach (var link in index.Links) html.Raw("<tr><td>").Link(link.Path.TrimStart('/'), link.Path).Element("td", link.Description).Raw("</tr>");
        html.Raw("</table>");
    }

    /// <summary>The settings.</summary>
    public static void Settings(HtmlText html, IReadOnlyList<ShownSetting> settings)
    {
        if (settings.Count == 0) html.Element("p class=\"dim\"", "This service told telemetry of no settings.");
        html.Raw("<table><tr><th>Key<th>Value<th>From</tr>");
        foreach (var setting in settings) html.Raw("<tr>").Element("td class=\"mono\"", setting.Key).Element("td class=\"mono\"", setting.Value ?? "–").Element("td", setting.Source).Raw("</tr>");
        html.Raw("</table>");
    }

    /// <summary>The packs' reports.</summary>
    public static void Packs(HtmlText html, IReadOnlyList<PackReport> reports)
    {
        foreach (var report in reports)
        {
            html.Element("h2", report.Pack);
            List(html, "driven", report.Driven);
            List(html, "missing: nothing in this service drives them, so they are not shown", report.Missing);
            List(html, "undriven by the pack's own word", [.. report.Undriven.Select(pair => $"{pair.Key}: {pair.Value}")]);
            List(html, "unused: kinds that the pack never looks at", report.Unused);
        }
    }

    private static void List(HtmlText html, string heading, IReadOnlyList<string> items)
    {
        html.Raw("<details><summary>").Number(items.Count).Raw(" ").Text(heading).Raw("</summary><ul class=\"mono\">");
        foreach (var item in items) html.Element("li", item);
        html.Raw("</ul></details>");
    }

    private static void Definition(HtmlText html, string term, string text) => html.Element("dt", term).Element("dd", text);
}
