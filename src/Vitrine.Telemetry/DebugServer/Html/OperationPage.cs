namespace Vitrine.Telemetry.DebugServer.Html;

/// <summary>One operation unfolded: the waterfall of its scopes, then what each knows, wrote and moved.</summary>
internal static class OperationPage
{
    private const int DeepestIndent = 6;

    public static void Write(HtmlText html, OperationView root)
    {
        html.Raw("<h2>").Text(root.Kind).Raw(" ");
        OperationsPage.Outcome(html, root.Outcome);
        html.Raw(" <span class=\"dim\">").Text(OperationsPage.Milliseconds(root.DurationMs)).Raw("</span></h2><dl>");
        Definition(html, "began", root.StartedAt.ToString("yyyy-MM-dd HH:mm:ss.fff 'UTC'"));
        Definition(html, "trace", root.TraceId is null ? null : $"{root.TraceId} ({(root.Sampled ? "sampled" : "not sampled")})");
        Definition(html, "number", root.Sequence > 0 ? root.Sequence.ToString() : null);
        html.Raw("</dl><table><tr><th>Scope<th>Outcome<th class=\"n\">After<th class=\"n\">Took<th></tr>");
        Waterfall(html, root, root.DurationMs, 0);
        html.Raw("</table>");
        Details(html, root);
    }

    private static void Waterfall(HtmlText html, OperationView scope, double totalMs, int depth)
    {
        html.Raw("<tr><td class=\"d").Number(Math.Min(depth, DeepestIndent)).Raw("\">").Text(scope.Label).Raw("<td>");
        OperationsPage.Outcome(html, scope.Outcome);
        html.Element("td class=\"n\"", OperationsPage.Milliseconds(scope.OffsetMs)).Element("td class=\"n\"", OperationsPage.Milliseconds(scope.DurationMs)).Raw("<td>");
        Bar(html, scope, totalMs);
        html.Raw("</tr>");
        foreach (var child in scope.Children) Waterfall(html, child, totalMs, depth + 1);
    }

    // Attributes of SVG, not styles: the page's policy allows no inline style.
    private static void Bar(HtmlText html, OperationView scope, double totalMs)
    {
        var start = totalMs > 0 ? Math.Clamp(scope.OffsetMs / totalMs * 100, 0, 100) : 0;
        var width = totalMs > 0 ? Math.Clamp(scope.DurationMs / totalMs * 100, 0.3, 100 - Math.Min(start, 99.7)) : 100;
        html.Raw("<svg class=\"bar\" viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\"><rect class=\"ground\" width=\"100\" height=\"10\"/><rect class=\"").Text(scope.Outcome ?? "running")
            .Raw("\" x=\"").Number(start).Raw("\" width=\"").Number(width).Raw("\" height=\"10\"/></svg>");
    }

    private static void Details(HtmlText html, OperationView scope)
    {
        if (scope.Facts.Count + scope.Lines.Count + scope.Series.Count > 0 || scope.ErrorType is not null)
        {
            html.Raw(scope.OffsetMs == 0 && scope.Service is not null ? "<details open>" : "<details>").Raw("<summary>").Text(scope.Label)
                .Raw(" <span class=\"dim mono\">").Text(scope.SpanId).Raw("</span></summary>");
            if (scope.ErrorType is not null) html.Raw("<p class=\"error\">").Text(scope.ErrorType).Raw(" ").Text(scope.ErrorMessage).Raw("</p>");
            html.Raw("<dl>");
            foreach (var fact in scope.Facts) Definition(html, fact.Name, fact.Unit is { } unit ? $"{fact.Display} {unit}" : fact.Display);
            html.Raw("</dl>");
            foreach (var line in scope.Lines) html.Element("pre", line);
            Series(html, scope.Series);
            html.Raw("</details>");
        }

        foreach (var child in scope.Children) Details(html, child);
    }

    private static void Series(HtmlText html, IReadOnlyList<SeriesView> series)
    {
        if (series.Count == 0) return;
        html.Raw("<table><tr><th>Series it moved<th>Type<th class=\"n\">By</tr>");
        foreach (var moved in series)
        {
            html.Raw("<tr>").Element("td class=\"mono\"", moved.Labels.Length == 0 ? moved.Family : $"{moved.Family}{{{moved.Labels}}}").Element("td", $"{moved.Type}, {moved.Pack}").Raw("<td class=\"n\">").Number(moved.Value, "0.######").Raw("</tr>");
        }

        html.Raw("</table>");
    }

    private static void Definition(HtmlText html, string term, string? text)
    {
        if (text is not null) html.Element("dt", term).Element("dd", text);
    }
}
