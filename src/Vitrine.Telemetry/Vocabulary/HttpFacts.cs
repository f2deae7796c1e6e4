namespace Vitrine.Telemetry.Vocabulary;

/// <summary>What is known of an HTTP request. Names follow OpenTelemetry's HTTP conventions where they exist.</summary>
public static class HttpFacts
{
    /// <summary>The method.</summary>
    public static readonly Fact<string> Method = Fact.Text("http.request.method", FactOrigin.Client);

    /// <summary>The path without query, as the client wrote it.</summary>
    public static readonly Fact<string> Path = Fact.Text("url.path", FactOrigin.Client);

    /// <summary>Path and query, as the client wrote them.</summary>
    public static readonly Fact<string> Target = Fact.Text("vitrine.http.target", FactOrigin.Client);

    /// <summary>The matched route template, or absent when no route matched.</summary>
    public static readonly Fact<string> Route = Fact.Text("http.route", FactOrigin.Resolved);

    /// <summary>The protocol with version, such as <c>HTTP/1.1</c>.</summary>
    public static readonly Fact<string> Protocol = Fact.Text("vitrine.http.protocol");

    /// <summary>The status code sent.</summary>
    public static readonly Fact<long> StatusCode = Fact.Integer("http.response.status_code");

    /// <summary>The name of the application's own status: <c>ok</c>, <c>not_found</c>, <c>unavailable</c>.</summary>
    public static readonly Fact<string> Status = Fact.Text("vitrine.status");

    /// <summary>The client's address and port.</summary>
    public static readonly Fact<string> ClientAddress = Fact.Text("client.address", FactOrigin.Client);

    /// <summary>The client's user agent.</summary>
    public static readonly Fact<string> UserAgent = Fact.Text("user_agent.original", FactOrigin.Client);

    /// <summary>The request id: the client's, or one made for it.</summary>
    public static readonly Fact<string> RequestId = Fact.Text("vitrine.request.id", FactOrigin.Client);

    /// <summary>Bytes of the request's body.</summary>
    public static readonly Fact<long> RequestBodySize = Fact.Integer("http.request.body.size", "By");

    /// <summary>Bytes of the response's body.</summary>
    public static readonly Fact<long> ResponseBodySize = Fact.Integer("http.response.body.size", "By");

    /// <summary>True when an exception reached the outermost middleware.</summary>
    public static readonly Fact<bool> Unhandled = Fact.Flag("vitrine.http.unhandled");

    /// <summary>The user, when known.</summary>
    public static readonly Fact<string> UserId = Fact.Text("user.id", FactOrigin.Client);

    /// <summary>The name of the calling service or container.</summary>
    public static readonly Fact<string> Caller = Fact.Text("vitrine.caller", FactOrigin.Client);
}
