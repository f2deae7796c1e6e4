namespace Vitrine.Telemetry.Guards;

/// <summary>
/// Whether a request comes from a page of this very origin, or from no page at all. A page of another origin, in the same browser, could otherwise
/// act and read with its user's powers: WebSockets above all, which no browser keeps from other origins.
/// </summary>
public static class SameOrigin
{
    /// <summary>True for the service's own pages, for programs, which name no origin, and for links that open a page.</summary>
    public static bool Holds(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"] is [] or ["same-origin" or "none"] && (request.Headers.Origin is [] || IsOwn(request.Headers.Origin, request.Host));

    // The scheme may differ: whoever stands in front may have ended TLS.
    private static bool IsOwn(string? origin, HostString host) => Uri.TryCreate(origin, UriKind.Absolute, out var url) && string.Equals(url.Authority, AuthorityOf(url.Scheme, host), StringComparison.OrdinalIgnoreCase);

    private static string AuthorityOf(string scheme, HostString host) => Uri.TryCreate($"{scheme}://{host.Value}", UriKind.Absolute, out var own) ? own.Authority : "";
}
