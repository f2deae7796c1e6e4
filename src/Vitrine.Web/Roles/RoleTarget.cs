namespace Vitrine.Web.Roles;

/// <summary>A role that the console shows: where its API and its debug pages are.</summary>
/// <param name="Name">Its name in paths and on pages.</param>
/// <param name="Pack">The pack that shapes its signals.</param>
/// <param name="Api">Scheme and authority of its API.</param>
/// <param name="Debug">Scheme and authority of its metrics and debug pages.</param>
/// <param name="ReadyPath">The path of its API that says whether it takes requests.</param>
public sealed record RoleTarget(string Name, string Pack, Uri Api, Uri Debug, string ReadyPath)
{
    private const string Form = "name;pack=PACK;api=http://host:port;debug=http://host:port;ready=/PATH";

    /// <value>The key that is sent to it, or null. It never reaches the page.</value>
    public string? ApiKey { get; init; }

    /// <summary>Reads <c>gateway;pack=kthena;api=http://localhost:8080;debug=http://localhost:15000;ready=/v1/readiness</c>.</summary>
    /// <exception cref="FormatException">It is something else; the message says what is accepted.</exception>
    public static RoleTarget Parse(string text)
    {
        var parts = text.Split(';', StringSplitOptions.TrimEntries);
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in parts[1..])
        {
            if (part.Split('=', 2) is not [("pack" or "api" or "debug" or "ready") and var key, { Length: > 0 } value] || !values.TryAdd(key, value)) throw Wrong(text);
        }

        if (values.Count != 4 || !IsName(parts[0]) || values["ready"][0] != '/') throw Wrong(text);
        return new RoleTarget(parts[0], values["pack"], RootOf(values["api"], text), RootOf(values["debug"], text), values["ready"]);
    }

    /// <summary>As <see cref="Parse"/> reads it, without the key.</summary>
    public override string ToString() => $"{Name};pack={Pack};api={RootText(Api)};debug={RootText(Debug)};ready={ReadyPath}";

    // It becomes a segment of a path.
    private static bool IsName(string name) => name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    private static string RootText(Uri root) => root.GetLeftPart(UriPartial.Authority);

    private static Uri RootOf(string part, string whole) =>
        Uri.TryCreate(part, UriKind.Absolute, out var url) && url is { Scheme: "http" or "https", PathAndQuery: "/", Fragment: "" } ? url : throw Wrong(whole);

    private static FormatException Wrong(string text) => new($"'{text}' is no role. Write {Form}.");
}
