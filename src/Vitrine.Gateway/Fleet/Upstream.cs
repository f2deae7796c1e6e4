namespace Vitrine.Gateway.Fleet;

/// <summary>A server named by its address alone: it stands for a route, a model server and a pod per model that it serves.</summary>
/// <param name="Address">Scheme and authority of its API.</param>
/// <param name="Debug">
/// The debug listener of a model server of ours, or null. Its models and metrics are read there, so that watching moves none of its counters.
/// </param>
internal sealed record Upstream(Uri Address, Uri? Debug = null)
{
    /// <summary>Reads an address as people write it: <c>localhost:8000</c>, <c>http://localhost:8000/v1/</c>.</summary>
    /// <returns>Null, and why, for what is no address.</returns>
    public static Upstream? TryParse(string text, out string? error)
    {
        error = null;
        var url = text.Contains("://", StringComparison.Ordinal) ? text : $"http://{text}";
        if (Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.Host.Length > 0
            && uri.UserInfo.Length == 0 && uri.PathAndQuery.TrimEnd('/') is "" or "/v1")
            return new Upstream(new Uri(uri.GetLeftPart(UriPartial.Authority)));
        error = $"'{text}' is not the address of a server: write it as http://host:port.";
        return null;
    }
}
