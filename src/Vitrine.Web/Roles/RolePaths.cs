using System.Text.RegularExpressions;

namespace Vitrine.Web.Roles;

/// <summary>Which address of a role stands behind a path of the console. An allow-list: what is not here is not reachable, and nothing here changes a role.</summary>
internal static partial class RolePaths
{
    /// <summary>The list, for people.</summary>
    public const string Shown = "/debug/*, /metrics, /health, /readiness, /v1/models and /v1/models/ps; of a ledger /status and /v1/audit/*";

    private const string Ledger = "kimberlite";

    /// <summary>The address, or null when the path is not shown.</summary>
    /// <param name="role">The role.</param>
    /// <param name="path">What stands behind <c>/roles/{name}/</c>, decoded.</param>
    /// <param name="query">The query with its question mark, or nothing.</param>
    public static Uri? Resolve(RoleTarget role, string path, string query)
    {
        (Uri Root, string Path)? found = path switch
        {
            "debug" => (role.Debug, "/"),
            "metrics" => (role.Debug, "/metrics"),
            "health" => (role.Debug, "/livez"),
            "readiness" => (role.Api, role.ReadyPath),
            // The console has none of its own, and asking would be counted.
            "v1/models" or "v1/models/ps" when role.Name == RoleDirectory.OwnName => null,
            "v1/models" or "v1/models/ps" => (role.Api, "/" + path),
            // What answers a GET there. Reading a trail is recorded in it, by the ledger.
            "status" or "v1/audit/events" or "v1/audit/export" or "v1/audit/head" or "v1/audit/public-key" or "v1/audit/verify" => role.Pack == Ledger ? (role.Api, "/" + path) : null,
            _ when DebugPath().IsMatch(path) => (role.Debug, "/" + path),
            _ => null,
        };
        return found is { } page ? new Uri(page.Root, page.Path + query) : null;
    }

    // Whole segments of harmless characters, none of them dots alone, and a slash at the end where a role has a page of links: what is asked of the role is exactly what was looked at here.
    [GeneratedRegex(@"\Adebug(/(?!\.+(/|\z))[A-Za-z0-9._~:@+=,-]+)+/?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex DebugPath();
}
