using Vitrine.Profiling;
using Vitrine.Telemetry.Hosting;
using Vitrine.Telemetry.Hosting.Assets;
using Vitrine.Telemetry.Upstreams;
using Vitrine.Web.Chat;
using Vitrine.Web.Roles;

namespace Vitrine.Web;

/// <summary>What the user wants of a console. <see cref="WebValidator"/> checks it when the console starts.</summary>
public sealed record WebOptions : RoleServerOptions
{
    /// <summary>Options of a console on localhost:3080, with metrics and debug pages on localhost:3081.</summary>
    public WebOptions()
        : base(apiPort: 3080, debugPort: 3081)
    {
    }

    /// <value>The model behind the chat. The default asks the house's gateway.</value>
    public ChatOptions Chat { get; init; } = new();

    /// <value>The roles that the console shows, this one not among them. The default is none.</value>
    public IReadOnlyList<RoleTarget> Roles { get; init; } = [];

    /// <value>The key that this role's own debug listener wants, or null for none. The default is null.</value>
    public UpstreamKey? OwnKey { get; init; }

    /// <value>How its debug listener serves profiles, and whether any are taken by the clock. The default takes none, and labels samples with the role <c>web</c>.</value>
    public ProfilingOptions Profiling { get; init; } = new() { Role = "web" };

    /// <summary>The files of the pages; tests bring their own.</summary>
    internal AssetStore Assets { get; init; } = WebServer.Pages;
}
