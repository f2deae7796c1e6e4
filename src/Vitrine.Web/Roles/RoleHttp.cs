using System.Diagnostics.Metrics;
using Vitrine.Telemetry.Upstreams;

namespace Vitrine.Web.Roles;

/// <summary>The client that speaks to the roles. One of its own, so that a followed log never waits behind a chat.</summary>
internal sealed class RoleHttp(IMeterFactory meters) : IDisposable
{
    private static readonly TimeSpan s_connectTimeout = TimeSpan.FromSeconds(2);

    public HttpMessageInvoker Client { get; } = UpstreamHttp.Create(meters, s_connectTimeout);

    public void Dispose() => Client.Dispose();
}
