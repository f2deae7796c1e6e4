using Microsoft.Extensions.DependencyInjection;
using Vitrine.Profiling;
using Vitrine.Telemetry.DebugServer;
using Vitrine.Telemetry.Hosting.Listeners;
using Vitrine.Web;
using Vitrine.Web.Chat;
using Vitrine.Web.Roles;

namespace Vitrine.Browser.Tests.Support;

/// <summary>The web role in this process, in front of a model that a test scripts; it shows itself and the roles that a test names.</summary>
internal sealed class ServedConsole : IAsyncDisposable
{
    private readonly WebServer _server;

    private ServedConsole(WebServer server) => _server = server;

    public string Root => _server.Addresses.Single();

    public string Debug => _server.Services.GetRequiredService<DebugListener>().Addresses.Single();

    public static Task<ServedConsole> StartAsync(Uri model, params RoleTarget[] roles) => StartAsync(model, TimeProvider.System, new ProfilingOptions(), roles);

    /// <param name="clock">The clock of its requests.</param>
    public static Task<ServedConsole> StartAsync(Uri model, TimeProvider clock, params RoleTarget[] roles) => StartAsync(model, clock, new ProfilingOptions(), roles);

    /// <param name="profiling">The profiles that it keeps of itself.</param>
    public static Task<ServedConsole> StartAsync(Uri model, ProfilingOptions profiling) => StartAsync(model, TimeProvider.System, profiling, []);

    private static async Task<ServedConsole> StartAsync(Uri model, TimeProvider clock, ProfilingOptions profiling, RoleTarget[] roles) => new(await WebServer.StartAsync(
        new WebOptions
        {
            Api = [new ListenerConfig { Port = 0 }],
            Debug = new ListenerConfig { Port = 0 },
            Chat = new ChatOptions { BaseUrl = model },
            Roles = roles,
            Profiling = profiling,
            IsSupervised = true,
            // Lines are kept for the debug page, and read there.
            ConfigureTelemetry = telemetry => (telemetry.Log, telemetry.Clock) = (null, clock),
        },
        TestContext.Current.CancellationToken));

    /// <summary>Waits until the metrics hold a line.</summary>
    public async Task UntilAsync(string line)
    {
        using var http = new HttpClient { BaseAddress = new Uri(Debug) };
        using var deadline = new CancellationTokenSource(TimeSpan.FromMilliseconds(Visit.DeadlineMs));
        while (!(await http.GetStringAsync("/metrics?pack=aiwatch", deadline.Token)).Split('\n').Contains(line, StringComparer.Ordinal)) await Task.Delay(20, deadline.Token);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
