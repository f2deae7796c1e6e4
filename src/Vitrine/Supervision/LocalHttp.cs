namespace Vitrine.Supervision;

/// <summary>HTTP to roles on this machine: no proxy between, and their own certificate is believed.</summary>
internal static class LocalHttp
{
    /// <summary>A client without a time limit: callers bring a token.</summary>
    public static HttpClient Create() => new(new SocketsHttpHandler
    {
        UseProxy = false,
        ActivityHeadersPropagator = null,
        // Only roles that this machine's user started are asked, and a self-signed certificate is what they have.
        SslOptions = new() { RemoteCertificateValidationCallback = (_, _, _, _) => true },
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };
}
