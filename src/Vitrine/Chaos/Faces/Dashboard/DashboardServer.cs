using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Vitrine.Chaos.Campaigns;
using Vitrine.Telemetry.Hosting;
using Vitrine.Telemetry.Hosting.Listeners;

namespace Vitrine.Chaos.Faces.Dashboard;

/// <summary>Serves the page of a campaign at <c>/</c>, and at <c>/vopr/updates</c> its figures as server-sent events.</summary>
internal sealed class DashboardServer : RoleServer
{
    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(1);

    private readonly WebApplication _app;

    private DashboardServer(WebApplication app)
        : base(app) => _app = app;

    /// <summary>Starts it.</summary>
    /// <exception cref="PortInUseException">The port is taken.</exception>
    public static Task<DashboardServer> StartAsync(Campaign campaign, ListenerConfig listener, CancellationToken cancellationToken)
    {
        // Supervised: the command owns the signals.
        var builder = VitrineHost.CreateBuilder(new VitrineHostOptions { ApplicationName = "chaos", Listeners = [listener], IsSupervised = true });
        var app = builder.Build();
        app.UseRouting();
        app.MapGet("/", (HttpContext context) => AnswerAsync(context));
        app.MapGet("/vopr/updates", (HttpContext context, IHostApplicationLifetime lifetime) => FollowAsync(context, campaign, lifetime.ApplicationStopping));
        return StartAsync(new DashboardServer(app), cancellationToken);
    }

    /// <summary>Serves until the token fires.</summary>
    public new Task ServeAsync(CancellationToken stop) => base.ServeAsync(stop);

    private static Task AnswerAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        context.Response.ContentType = "text/html; charset=utf-8";
        headers.ContentSecurityPolicy = DashboardPage.Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-store";
        return context.Response.WriteAsync(DashboardPage.Html, context.RequestAborted);
    }

    // At once, then every second: also when nothing moved, so that whoever watches knows that it is still watched.
    private static async Task FollowAsync(HttpContext context, Campaign campaign, CancellationToken stopping)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        using var timer = new PeriodicTimer(s_every);
        try
        {
            do
            {
                await context.Response.WriteAsync($"event: coverage-update\ndata: {CampaignUpdate.Of(campaign).ToLine()}\n\n", ending.Token);
                await context.Response.Body.FlushAsync(ending.Token);
            }
            while (await timer.WaitForNextTickAsync(ending.Token));
        }
        catch (OperationCanceledException)
        {
            // The reader left, or the command ends: either way the stream is over.
        }
    }
}
