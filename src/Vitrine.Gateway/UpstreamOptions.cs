namespace Vitrine.Gateway;

/// <summary>A model server that the gateway stands in front of without any YAML. Its models are asked of it.</summary>
/// <param name="Address">Scheme and authority of its API, such as <c>http://localhost:8000</c>.</param>
/// <param name="Debug">Where metrics and models of one of the house's own servers are read, so that watching moves nothing there; null for others.</param>
public sealed record UpstreamOptions(Uri Address, Uri? Debug = null)
{
    private const string DebugPart = "debug=";

    /// <summary>Reads <c>http://host:port</c>, or with <c>;debug=http://host:port</c> behind it.</summary>
    /// <exception cref="FormatException">It is something else; the message says what is accepted.</exception>
    public static UpstreamOptions Parse(string text)
    {
        var parts = text.Split(';', StringSplitOptions.TrimEntries);
        var debug = parts.Length == 2 && parts[1].StartsWith(DebugPart, StringComparison.Ordinal) ? UrlOf(parts[1][DebugPart.Length..], text) : null;
        if (parts.Length > 1 && debug is null) throw Wrong(text);
        return new UpstreamOptions(UrlOf(parts[0], text), debug);
    }

    private static Uri UrlOf(string part, string whole) =>
        Uri.TryCreate(part, UriKind.Absolute, out var url) && url is { Scheme: "http" or "https", PathAndQuery: "/", Fragment: "" } ? url : throw Wrong(whole);

    private static FormatException Wrong(string text) =>
        new($"'{text}' is no upstream. Write http://host:port, without a path, or http://host:port;debug=http://host:port.");
}
