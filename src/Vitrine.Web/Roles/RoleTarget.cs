using Vitrine.Telemetry.Upstreams;

namespace Vitrine.Web.Roles;

/// <summary>A role that the console shows: where its API and its debug pages are.</summary>
/// <param name="Name">Its name in paths and on pages.</param>
/// <param name="Pack">The pack that shapes its signals.</param>
/// <param name="Api">Scheme and authority of its API.</param>
/// <param name="Debug">Scheme and authority of its metrics and debug pages.</param>
/// <param name="ReadyPath">The path of its API that says whether it takes requests.</param>
public sealed record RoleTarget(string Name, string Pack, Uri Api, Uri Debug, string ReadyPath)
{
    private const string Form = "name;pack=PACK;api=http://host:port;debug=http://host:port;ready=/PATH, and ;key-file=FILE or ;key-env=NAME where it wants a key";

    /// <value>The key that it wants, or null for none. It never reaches the page. The default is null.</value>
    public UpstreamKey? Key { get; init; }

    /// <summary>Reads <c>gateway;pack=kthena;api=http://localhost:8080;debug=http://localhost:15000;ready=/v1/readiness;key-file=keys</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="folder">The folder that a relative path stands under.</param>
    /// <exception cref="FormatException">It is something else; the message says what is accepted.</exception>
    public static RoleTarget Parse(string text, string folder)
    {
        var parts = text.Split(';', StringSplitOptions.TrimEntries);
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in parts.AsSpan(1))
        {
            if (part.Split('=', 2) is not [("pack" or "api" or "debug" or "ready" or "key-file" or "key-env") and var key, { Length: > 0 } value] || !values.TryAdd(key, value)) throw Wrong(parts[0]);
        }

        if (!IsName(parts[0]) || !values.TryGetValue("pack", out var pack) || !values.TryGetValue("ready", out var ready) || ready[0] != '/') throw Wrong(parts[0]);
        return new RoleTarget(parts[0], pack, RootOf("api"), RootOf("debug"), ready)
        {
            Key = values.TryGetValue("key-file", out var file) ? UpstreamKey.FromFile(Path.Combine(folder, file)) : values.TryGetValue("key-env", out var variable) ? UpstreamKey.FromVariable(variable) : null,
        };

        Uri RootOf(string name) => values.TryGetValue(name, out var root) && Uri.TryCreate(root, UriKind.Absolute, out var url) && url is { Scheme: "http" or "https", PathAndQuery: "/", Fragment: "", UserInfo: "" }
            ? url
            : throw Wrong(parts[0]);
    }

    // It becomes a segment of a path.
    private static bool IsName(string name) => name.Length > 0 && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    private static FormatException Wrong(string name) => new($"'{name}' is not written as a role. Write {Form}.");
}
