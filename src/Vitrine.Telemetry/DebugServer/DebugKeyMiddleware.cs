using Vitrine.Telemetry.Guards;
using Vitrine.Telemetry.Hosting;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Telemetry.DebugServer;

/// <summary>Refuses callers of the debug listener without a key, and makes each refusal an <c>http</c> scope, so that attempts are seen. Health stays open.</summary>
internal sealed class DebugKeyMiddleware(RequestDelegate next, ApiKeys keys, VitrineOptions options, ITelemetry telemetry)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var path = context.Request.Path;
        var name = keys.NameOf(ApiKeyMiddleware.Presented(context.Request.Headers));
        if (IsHealth(path) || name is not null)
        {
            if (name is not null) ApiKeyMiddleware.Name(context, name);
            await next(context);
            return;
        }

        using var operation = telemetry.Begin(HttpKinds.Http).Set(HttpFacts.Method, context.Request.Method).Set(HttpFacts.Path, path.Value)
            .Set(HttpFacts.ClientAddress, CallerNames.AddressOf(context.Connection.RemoteIpAddress)).Opened();
        await ApiKeyMiddleware.RefuseAsync(context, options.Http.WriteRefusal);
        operation.Set(HttpFacts.StatusCode, context.Response.StatusCode).End(Outcome.Rejected, ApiKeyMiddleware.ErrorType, "A caller of the debug listener presented no known API key.");
    }

    private bool IsHealth(PathString path) => options.Debug.Health is { } health && (path == health.LivenessPath || path == health.ReadinessPath);
}
