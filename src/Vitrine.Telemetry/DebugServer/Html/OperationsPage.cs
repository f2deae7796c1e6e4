using System.Globalization;

namespace Vitrine.Telemetry.DebugServer.Html;

/// <summary>The lists of <c>/debug/operations</c> for a browser: running, newest, slowest, failed.</summary>
internal static class OperationsPage
{
    public static void Write(HtmlText html, OperationsDocument document, IQueryCollection query)
    {
        Form(html, query);
        if (document.Equations is { } equations) Equations(html, equations);
        if (document.Matches is { } matches)
        {
            if (matches.Count == 0) html.Element("p", $"Nothing here bears the id '{query["id"]}': it never came this way, or {document.Ended} operations later the ring no longer holds it.");
            foreach (var match in matches) OperationPage.Write(html, match);
            return;
        }

        List(html, "Running", "nothing is in flight", document.Running);
        List(html, "Newest", "nothing has ended yet", document.Newest);
        List(html, "Slowest", "nothing has ended yet", document.Slowest);
        List(html, "Failed", "nothing has failed", document.Failed);
    }

    /// <summary>An outcome in its colour.</summary>
    public static void Outcome(HtmlText html, string? outcome) =>
        html.Raw("<span class=\"").Text(outcome ?? "running").Raw("\">").Text(outcome ?? "running").Raw("</span>");

    /// <summary>Milliseconds for people.</summary>
    public static string Milliseconds(double milliseconds) => milliseconds switch
    {
        >= 1000 => (milliseconds / 1000).ToString("0.00", CultureInfo.InvariantCulture) + " s",
        >= 10 => milliseconds.ToString("0", CultureInfo.InvariantCulture) + " ms",
        _ => milliseconds.ToString("0.00", CultureInfo.InvariantCulture) + " ms",
    };

    private static void Form(HtmlText html, IQueryCollection query)
    {
        html.Raw("<form method=\"get\"><input name=\"id\" size=\"36\" placeholder=\"trace id, request id, number, last\" value=\"").Text(query["id"]).Raw("\"><select name=\"outcome\"><option value=\"\">any outcome</option>");
        foreach (var name in OutcomeNames.All) html.Raw(query["outcome"] == name ? "<option selected>" : "<option>").Text(name).Raw("</option>");
        html.Raw("</select><input name=\"slow\" size=\"8\" placeholder=\"at least, ms\" value=\"").Text(query["slow"]).Raw("\"><button>Show</button> <a href=\"?check\">check the equations</a></form>");
    }

    private static void Equations(HtmlText html, IReadOnlyList<Packs.EquationResult> equations)
    {
        html.Raw("<h2>Equations</h2><table><tr><th>What must agree<th class=\"n\">Left<th class=\"n\">Right<th></tr>");
        foreach (var equation in equations)
        {
            html.Raw("<tr>").Element("td", equation.Name).Raw("<td class=\"n\">").Number(equation.Left).Raw("<td class=\"n\">").Number(equation.Right)
                .Raw(equation.Holds ? "<td class=\"ok\">agree" : "<td class=\"error\">differ").Raw("</tr>");
        }

        html.Raw("</table>");
    }

    private static void List(HtmlText html, string heading, string nothing, IReadOnlyList<OperationView>? roots)
    {
        html.Element("h2", heading);
        if (roots is not { Count: > 0 })
        {
            html.Element("p class=\"dim\"", nothing);
            return;
        }

        html.Raw("<table><tr><th>Began<th>What<th>Outcome<th class=\"n\">Took<th>Trace</tr>");
        foreach (var root in roots) Row(html, root);
        html.Raw("</table>");
    }

    private static void Row(HtmlText html, OperationView root)
    {
        html.Raw("<tr>").Element("td class=\"mono\"", root.StartedAt.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture)).Raw("<td>")
            .Link(root.Sequence > 0 ? $"?id={root.Sequence}" : $"?id={Uri.EscapeDataString(root.TraceId ?? root.Fact("vitrine.request.id") ?? "")}", What(root)).Raw("<td>");
        Outcome(html, root.Outcome);
        html.Text(root.ErrorType is null ? null : " " + root.ErrorType).Element("td class=\"n\"", Milliseconds(root.DurationMs))
            .Element("td class=\"mono dim\"", root.TraceId).Raw("</tr>");
    }

    private static string What(OperationView root) => root.Fact("http.request.method") is { } method
        ? $"{method} {root.Fact("url.path")}{(root.Fact("http.response.status_code") is { } status ? " → " + status : "")}"
        : root.Kind;
}
