namespace Vitrine.Web.Upstream;

/// <summary>The addresses of an OpenAI-compatible API, from its root or from its versioned base: <c>http://host:8080</c>, <c>http://host/engines/llama.cpp/v1/</c>.</summary>
internal sealed class UpstreamAddress
{
    /// <summary>Reads a base. A last segment such as <c>v1</c> is kept; else <c>v1/</c> is added.</summary>
    public UpstreamAddress(Uri baseUrl)
    {
        var root = new UriBuilder(baseUrl) { Query = "", Fragment = "" };
        var path = root.Path.TrimEnd('/');
        root.Path = IsVersion(path.AsSpan(path.LastIndexOf('/') + 1)) ? $"{path}/" : $"{path}/v1/";
        Base = root.Uri;
        Chat = new Uri(Base, "chat/completions");
        Models = new Uri(Base, "models");
        Readiness = new Uri(Base, "readiness");
    }

    /// <summary>The versioned base, with its slash.</summary>
    public Uri Base { get; }

    /// <summary>Where chats are answered.</summary>
    public Uri Chat { get; }

    /// <summary>Where models are listed.</summary>
    public Uri Models { get; }

    /// <summary>Where the house's own servers say whether they take requests; others have no such path.</summary>
    public Uri Readiness { get; }

    private static bool IsVersion(ReadOnlySpan<char> segment) => segment is ['v', _, ..] && !segment[1..].ContainsAnyExceptInRange('0', '9');
}
