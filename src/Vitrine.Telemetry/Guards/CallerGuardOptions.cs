using System.Net;

namespace Vitrine.Telemetry.Guards;

/// <summary>Who may call a service, and how often.</summary>
public sealed record CallerGuardOptions
{
    /// <value>The header by which callers name themselves. The default is <c>X-Container-Name</c>.</value>
    public string Header { get; init; } = "X-Container-Name";

    /// <value>
    /// The peers whose header is believed; a request of any other that bears the header is refused. Empty believes everybody, so that whoever reaches the
    /// service passes by naming a caller of the list: fit for a network of one's own, and nowhere else. The default is empty.
    /// </value>
    public IReadOnlyList<IPNetwork> TrustedProxies { get; init; } = [];

    /// <value>The callers that may call; a peer without a name is called by its address, this machine <c>localhost</c>. Null lets everybody in. The default is null.</value>
    public IReadOnlySet<string>? AllowedCallers { get; init; }

    /// <value>Requests of one caller that <see cref="LimitedPaths"/> take in a window, or null for no limit. The default is null.</value>
    public int? RequestsPerWindow { get; init; }

    /// <value>The window. The default is a minute.</value>
    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(1);

    /// <value>The limit in words, for the log line and for the caller who reached it. The default is <c>LIMIT per 1 minute</c>.</value>
    public string WindowText => $"{RequestsPerWindow} per {(Window == TimeSpan.FromMinutes(1) ? "1 minute" : $"{Window.TotalSeconds:0.###} seconds")}";

    /// <value>The paths that <see cref="RequestsPerWindow"/> counts, all methods. The default is none.</value>
    public IReadOnlyList<string> LimitedPaths { get; init; } = [];

    /// <value>What a caller reads that is not on the list.</value>
    public Refusal NotAllowed { get; init; } = new(StatusCodes.Status403Forbidden, CallerGuardMiddleware.AllowList, "This caller is not on the allow-list.");

    /// <value>What a caller reads whose name is not believed.</value>
    public Refusal NotBelieved { get; init; } = new(StatusCodes.Status403Forbidden, CallerGuardMiddleware.CallerHeader, "This peer may not name its caller.");
}
