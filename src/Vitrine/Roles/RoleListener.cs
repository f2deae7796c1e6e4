using Vitrine.Settings;

namespace Vitrine.Roles;

/// <summary>One port of a role.</summary>
/// <param name="Name">What it serves: <c>api</c>, <c>debug</c>.</param>
/// <param name="Address">Where, with <c>--port-offset</c> applied.</param>
internal sealed record RoleListener(string Name, HostPort Address)
{
    /// <summary>The name of the listener of metrics and debug pages; a role without one serves them beside its API.</summary>
    public const string Debug = "debug";
}
