using Vitrine.Telemetry.DebugServer.Html;
using Vitrine.Telemetry.Hosting;

namespace Vitrine.Telemetry.DebugServer;

/// <summary>The handlers behind <c>/</c>, <c>/debug/operations</c>, <c>/debug/config</c> and <c>/debug/pack</c>: JSON, or HTML for a browser.</summary>
internal sealed class DebugPages(VitrineTelemetry telemetry, VitrineOptions options, IReadOnlyList<DebugLink> links)
{
    private readonly OperationsReader _operations = new(telemetry);

    public Task IndexAsync(HttpContext context)
    {
        var startedAt = ServiceBuild.StartedAt;
        var now = options.Clock.GetUtcNow();
        var index = new ServiceIndex(
            telemetry.ServiceName,
            options.ServiceVersion,
            startedAt,
            (long)(now - startedAt).TotalSeconds,
            telemetry.OpenRoots.Count,
            telemetry.Ring.Ended,
            [.. telemetry.Reports.Select(report => new PackSummary(report.Pack, report.Driven.Count, report.Missing.Count))],
            links);
        return HtmlPage.IsWanted(context)
            ? HtmlPage.WriteAsync(context, telemetry.ServiceName, "debug", "", html => PlainPages.Index(html, index))
            : DebugJson.WriteAsync(context, index, DebugJson.Readable.ServiceIndex);
    }

    public Task OperationsAsync(HttpContext context)
    {
        if (OperationsQuery.TryRead(context.Request.Query, out var error) is not { } query)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return context.Response.WriteAsync(error + "\n");
        }

        var document = _operations.Read(query);
        if (document.Matches is { Count: 0 }) context.Response.StatusCode = StatusCodes.Status404NotFound;
        return HtmlPage.IsWanted(context)
            ? HtmlPage.WriteAsync(context, telemetry.ServiceName, "operations", "../", html => OperationsPage.Write(html, document, context.Request.Query))
            : DebugJson.WriteAsync(context, document, DebugJson.Readable.OperationsDocument);
    }

    public Task ConfigAsync(HttpContext context)
    {
        IReadOnlyList<ShownSetting> settings = [.. options.Settings.Select(ShownSetting.Of)];
        return HtmlPage.IsWanted(context)
            ? HtmlPage.WriteAsync(context, telemetry.ServiceName, "settings", "../", html => PlainPages.Settings(html, settings))
            : DebugJson.WriteAsync(context, settings, DebugJson.Readable.IReadOnlyListShownSetting);
    }

    public Task PackAsync(HttpContext context)
    {
        var reports = telemetry.Reports;
        return HtmlPage.IsWanted(context)
            ? HtmlPage.WriteAsync(context, telemetry.ServiceName, "packs", "../", html => PlainPages.Packs(html, reports))
            : DebugJson.WriteAsync(context, reports, DebugJson.Readable.IReadOnlyListPackReport);
    }
}
