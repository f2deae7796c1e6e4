using System.Globalization;
using Vitrine.Profiling.Flame;
using Vitrine.Profiling.Pprof;
using Vitrine.Telemetry.DebugServer;
using Vitrine.Telemetry.DebugServer.Html;
using Vitrine.Telemetry.Hosting;

namespace Vitrine.Profiling.Continuous;

/// <summary><c>/debug/profiles</c>: the profiles that were kept, as a page or as JSON, and each as the file it is.</summary>
internal sealed class KeptProfilesPages(ContinuousProfiler profiler, VitrineOptions service) : IDebugPages
{
    private const string Root = "/debug/profiles";

    /// <inheritdoc/>
    public IReadOnlyList<DebugLink> Links { get; } = [new(Root, "CPU profiles taken by the clock, with --profile-every")];

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet(Root, ListAsync).ExcludeFromDescription();
        endpoints.MapGet(Root + "/{name}", DownloadAsync).ExcludeFromDescription();
    }

    private Task ListAsync(HttpContext context)
    {
        var options = profiler.Options;
        var kept = new KeptProfiles(options.IsOn ? options.Every.TotalSeconds : 0, options.For.TotalSeconds, options.MostFiles, options.MostBytes, profiler.Skipped, profiler.Problem, [.. profiler.Archive.List().Reverse()]);
        // Both forms of the path are served, so links say where they start.
        var below = context.Request.Path.Value is [.., '/'] ? "" : "profiles/";
        return HtmlPage.IsWanted(context)
            ? HtmlPage.WriteAsync(context, service.ServiceName, "kept profiles", below.Length > 0 ? "../" : "../../", html => Write(html, kept, below))
            : DebugJson.WriteAsync(context, kept, KeptProfilesJson.Default.KeptProfiles);
    }

    private Task DownloadAsync(HttpContext context)
    {
        var name = (string)context.Request.RouteValues["name"]!;
        if (profiler.Archive.Find(name) is not { } file) return PprofAnswer.FailAsync(context, StatusCodes.Status404NotFound, "There is no such profile: it may have made room for a younger one.");
        context.TellProfile($"kept/{name}");
        PprofAnswer.BeginFile(context, name);
        return context.Response.SendFileAsync(file, context.RequestAborted);
    }

    private static void Write(HtmlText html, KeptProfiles kept, string below)
    {
        html.Element("p", kept.EverySeconds > 0
            ? $"A CPU profile every {UnitText.Format((long)kept.EverySeconds, "seconds")} for {UnitText.Format((long)kept.ForSeconds, "seconds")}; the newest {kept.MostFiles} stay, of at most {UnitText.Format(kept.MostBytes, "bytes")}. {kept.Skipped} turns were left out."
            : "No profiles are taken by the clock. --profile-every 60s --profile-for 10s takes them.");
        if (kept.Problem is { } problem) html.Element("p", problem);
        html.Raw("<table><tr><th>Began (UTC)<th class=\"n\">Seconds<th class=\"n\">Size<th>File</tr>");
        foreach (var profile in kept.Profiles)
        {
            html.Raw("<tr>").Element("td", profile.StartedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture))
                .Element("td class=\"n\"", profile.Seconds.ToString("0.0", CultureInfo.InvariantCulture))
                .Element("td class=\"n\"", UnitText.Format(profile.SizeBytes, "bytes"))
                .Raw("<td>").Link(below + profile.Name, profile.Name).Raw("</tr>");
        }

        html.Raw("</table>");
    }
}
