using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;

namespace Vitrine.Telemetry.DebugServer;

/// <summary>What the debug listener's server calls: a context per request, and the pipeline.</summary>
internal sealed class DebugApplication(RequestDelegate pipeline, IServiceProvider services) : IHttpApplication<HttpContext>
{
    private readonly IServiceScopeFactory _scopes = services.GetRequiredService<IServiceScopeFactory>();

    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures) { ServiceScopeFactory = _scopes };

    public Task ProcessRequestAsync(HttpContext context) => pipeline(context);

    public void DisposeContext(HttpContext context, Exception? exception)
    {
    }
}
