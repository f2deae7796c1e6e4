using Vitrine.Telemetry.Upstreams;

namespace Vitrine.Gateway.Polling;

/// <summary>Makes the requests that look at a pod.</summary>
internal static class PollRequest
{
    /// <summary>Asks for a page. The pod's key goes to the pod's own machine only: its metrics may stand elsewhere.</summary>
    /// <param name="page">What is asked for.</param>
    /// <param name="pod">The address of the pod's API.</param>
    /// <param name="key">The key that the pod wants, or null.</param>
    public static HttpRequestMessage For(Uri page, Uri pod, UpstreamKey? key)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, page);
        if (key is not null && string.Equals(page.Host, pod.Host, StringComparison.OrdinalIgnoreCase)) request.Headers.TryAddWithoutValidation("Authorization", key.Authorization);
        return request;
    }
}
