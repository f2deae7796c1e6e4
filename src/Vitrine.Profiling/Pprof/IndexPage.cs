using System.Globalization;
using System.Text;
using Vitrine.Telemetry.DebugServer.Html;

namespace Vitrine.Profiling.Pprof;

/// <summary>The first page: the profiles, how many of its things each counts now, and what each shows. A page for browsers, text for everybody else.</summary>
internal static class IndexPage
{
    private static readonly (string Name, string Description)[] s_others =
    [
        ("cmdline", "The command line of the process."),
        ("trace", "The runtime's events and all stacks as a .nettrace file, for PerfView, Visual Studio and dotnet-trace convert; go tool trace does not read it. seconds= is how long, 1 by default."),
        ("symbol", "Names for addresses of code: ?0x… or a POST of them."),
    ];

    public static Task AnswerAsync(HttpContext context, string service, ProfileCatalog catalog)
    {
        // The links below are relative, so that they work behind a proxy's prefix.
        if (context.Request.Path.Value is not [.., '/'])
        {
            context.Response.Redirect(PprofEndpoints.Root["/debug/".Length..] + "/" + context.Request.QueryString, permanent: true);
            return Task.CompletedTask;
        }

        return HtmlPage.IsWanted(context)
            ? HtmlPage.WriteAsync(context, service, "profiles", "../../", html => Write(html, catalog))
            : PprofAnswer.TextAsync(context, Text(catalog));
    }

    private static void Write(HtmlText html, ProfileCatalog catalog)
    {
        html.Raw("<p>Read with <code>go tool pprof URL</code>. <code>seconds=</code> looks at what happens from now on, <code>debug=1</code> writes text.</p><table><tr><th class=\"n\">Count<th>Profile<th>What it shows</tr>");
        foreach (var kind in catalog.Kinds)
        {
            html.Raw("<tr>").Element("td class=\"n\"", CountOf(kind)).Raw("<td>").Link(LinkOf(kind), kind.Name).Element("td", kind.Description).Raw("</tr>");
        }

        foreach (var (name, description) in s_others) html.Raw("<tr><td><td>").Link(name, name).Element("td", description).Raw("</tr>");
        html.Raw("</table>");
    }

    private static string Text(ProfileCatalog catalog)
    {
        var text = new StringBuilder("/debug/pprof/\n\nSet debug=1 as a query parameter to export in text format\n\nTypes of profiles available:\nCount\tProfile\n");
        foreach (var kind in catalog.Kinds) text.Append(CultureInfo.InvariantCulture, $"{CountOf(kind)}\t{kind.Name}\t{kind.Description}\n");
        foreach (var (name, description) in s_others) text.Append(CultureInfo.InvariantCulture, $"\t{name}\t{description}\n");
        return text.ToString();
    }

    private static string CountOf(IProfileKind kind) => kind.Count?.ToString(CultureInfo.InvariantCulture) ?? "";

    // As Go links them: text, except where a look takes time and only the tool reads it.
    private static string LinkOf(IProfileKind kind) => kind.Name == "profile" ? kind.Name : $"{kind.Name}?debug=1";
}
