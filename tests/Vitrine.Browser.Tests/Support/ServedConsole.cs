using Microsoft.Extensions.DependencyInjection;
using Vitrine.Telemetry.DebugServer;
using Vitrine.Telemetry.Hosting.Listeners;
using Vitrine.Telemetry.Lines;
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

    public static async Task<ServedConsole> StartAsync(string model, params RoleTarget[] roles) => new(await WebServer.StartAsync(
        new WebOptions
        {
            Api = [new ListenerConfig { Port = 0 }],
            Debug = new ListenerConfig { Port = 0 },
            Chat = new ChatOptions { BaseUrl = new Uri(model) },
            Roles = roles,
            IsSupervised = true,
            ConfigureTelemetry = telemetry => telemetry.Log = new ServiceLogOptions { Output = Path.GetTempFileName() },
        },
        TestContext.Current.CancellationToken));

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
