using Vitrine.Telemetry.Upstreams;

namespace Vitrine.Gateway;

/// <summary>A model server that the gateway stands in front of without any YAML. Its models are asked of it.</summary>
/// <param name="Address">Scheme and authority of its API, such as <c>http://localhost:8000</c>.</param>
/// <param name="Debug">Where metrics and models of one of the house's own servers are read, so that watching moves nothing there; null for others.</param>
public sealed record UpstreamOptions(Uri Address, Uri? Debug = null)
{
    /// <value>The key that it wants, or null for none. The default is null.</value>
    public UpstreamKey? Key { get; init; }

    /// <summary>Reads <c>http://host:port</c>, and behind it, each after a semicolon, <c>debug=http://host:port</c>, <c>key-file=PATH</c> or <c>key-env=NAME</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="folder">The folder that a relative path stands under.</param>
    /// <exception cref="FormatException">It is something else; the message says what is accepted.</exception>
    public static UpstreamOptions Parse(string text, string folder)
    {
        var parts = text.Split(';', StringSplitOptions.TrimEntries);
        var upstream = new UpstreamOptions(UrlOf(parts[0]));
        foreach (var part in parts.AsSpan(1))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            var value = part[(equals + 1)..];
            upstream = part[..Math.Max(0, equals)] switch
            {
                "debug" when upstream.Debug is null => upstream with { Debug = UrlOf(value) },
                "key-file" when upstream.Key is null => upstream with { Key = UpstreamKey.FromFile(Path.Combine(folder, value)) },
                "key-env" when upstream.Key is null => upstream with { Key = UpstreamKey.FromVariable(value) },
                // The text may hold the key itself, so nothing of it is repeated.
                "key" => throw new FormatException("A key does not stand on a command line, where everybody can read it: write key-file=PATH or key-env=NAME."),
                _ => throw Wrong(part),
            };
        }

        return upstream;
    }

    private static Uri UrlOf(string part) =>
        Uri.TryCreate(part, UriKind.Absolute, out var url) && url is { Scheme: "http" or "https", PathAndQuery: "/", Fragment: "", UserInfo: "" } ? url : throw Wrong(part);

    private static FormatException Wrong(string part) =>
        new($"'{part}' is no part of an upstream. Write http://host:port, without a path, and behind it what is needed of ;debug=http://host:port, ;key-file=PATH and ;key-env=NAME.");
}
