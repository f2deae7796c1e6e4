using Vitrine.Profiling;
using Vitrine.Telemetry.Hosting;
using Vitrine.Telemetry.Hosting.Assets;
using Vitrine.Telemetry.Hosting.Listeners;
using Vitrine.Telemetry.Upstreams;
using Vitrine.Web.Chat;
using Vitrine.Web.Roles;

namespace Vitrine.Web;

/// <summary>What the user wants of a console. <see cref="WebValidator"/> checks it when the console starts.</summary>
public sealed record WebOptions
{
    /// <value>The addresses of the pages and of the chat's API. The default is localhost:3080.</value>
    public IReadOnlyList<ListenerConfig> Api { get; init; } = [new ListenerConfig { Port = 3080, Remedy = "Stop it, or choose another address with --api-host." }];

    /// <value>The address of metrics and debug pages, or null for none. The default is localhost:3081.</value>
    public ListenerConfig? Debug { get; init; } = new() { Port = 3081, Remedy = "Stop it, or choose another address with --debug-host." };

    /// <value>The model behind the chat. The default asks the house's gateway.</value>
    public ChatOptions Chat { get; init; } = new();

    /// <value>The roles that the console shows, this one not among them. The default is none.</value>
    public IReadOnlyList<RoleTarget> Roles { get; init; } = [];

    /// <value>The key that this role's own debug listener wants, or null for none. The default is null.</value>
    public UpstreamKey? OwnKey { get; init; }

    /// <value>Time that running answers get to finish when the console stops; then they are cut. The default is 3 s.</value>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <value>Whether somebody else stops this console: then it ignores Ctrl-C and SIGTERM. The default is false.</value>
    public bool IsSupervised { get; init; }

    /// <value>How its debug listener serves profiles, and whether any are taken by the clock. The default takes none, and labels samples with the role <c>web</c>.</value>
    public ProfilingOptions Profiling { get; init; } = new() { Role = "web" };

    /// <value>Has the last word on telemetry: packs, log, keys, settings shown on the debug page. Runs after the console's own choices.</value>
    public Action<VitrineOptions>? ConfigureTelemetry { get; init; }

    /// <value>Adds services: profiles, exporters.</value>
    public Action<IServiceCollection>? ConfigureServices { get; init; }

    /// <summary>The files of the pages; tests bring their own.</summary>
    internal AssetStore Assets { get; init; } = WebServer.Pages;

    /// <summary>The clock; tests move theirs.</summary>
    internal TimeProvider Clock { get; init; } = TimeProvider.System;
}
