using Microsoft.AspNetCore.Hosting;
using Vitrine.Telemetry.Hosting.Listeners;

namespace Vitrine.Telemetry.Hosting;

/// <summary>
/// Makes the builder of a role: a web application that reads nothing it was not given. No appsettings.json of whatever folder it is started
/// in, no ASPNETCORE_URLS of its image, no file watcher: settings are the role's own affair.
/// </summary>
public static class VitrineHost
{
    /// <summary>The whole stop of a role takes at most this long: drain, then servers, then sinks.</summary>
    public static readonly TimeSpan StopDeadline = TimeSpan.FromSeconds(5);

    /// <summary>A builder with Kestrel on the given addresses, routing and an empty log; add telemetry with <c>AddVitrine</c>.</summary>
    /// <exception cref="ArgumentException">A listener's host is no host.</exception>
    public static WebApplicationBuilder CreateBuilder(VitrineHostOptions options)
    {
        if (options.Listeners.Count == 0) throw new ArgumentException("A role listens on at least one address.", nameof(options));
        foreach (var listener in options.Listeners) _ = ListenerBinding.AddressesOf(listener);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = options.ApplicationName,
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = Environments.Production,
        });
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(server =>
        {
            foreach (var listener in options.Listeners) server.Listen(listener);
        });
        builder.Services.AddRouting();
        builder.Services.AddHostedService(_ => new PortCheck(options.Listeners));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.ShutdownTimeout);
        if (options.IsSupervised) builder.Services.AddSingleton<IHostLifetime, NullLifetime>();
        return builder;
    }

    /// <summary>Looks at the ports before anything else starts, so that a taken one costs no model load.</summary>
    private sealed class PortCheck(IReadOnlyList<ListenerConfig> listeners) : IHostedLifecycleService
    {
        public Task StartingAsync(CancellationToken cancellationToken)
        {
            foreach (var listener in listeners) PortProbe.ThrowIfTaken(listener);
            return Task.CompletedTask;
        }

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
