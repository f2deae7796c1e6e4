using Vitrine.Telemetry.Guards;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Telemetry.Hosting;

/// <summary>The second of the two lines: <c>app.UseVitrine()</c>.</summary>
public static class VitrineApplication
{
    private static readonly KnownValues s_methods = new("GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH");

    /// <summary>
    /// Opens a scope for every request, from here to the last byte. Call it before every other middleware: what stands in front of it is
    /// neither counted nor logged. With <see cref="VitrineOptions.ApiKeys"/> set, callers without a key are refused here.
    /// </summary>
    public static IApplicationBuilder UseVitrine(this IApplicationBuilder app)
    {
        var options = app.ApplicationServices.GetService<VitrineOptions>()
            ?? throw new InvalidOperationException("Call builder.AddVitrine() before app.UseVitrine().");
        // Methods are a client's choice; those of RFC 9110 and PATCH may become labels, others fold.
        app.ApplicationServices.GetRequiredService<ITelemetry>().AddKnown(HttpFacts.Method, s_methods);
        app.UseMiddleware<RequestScopeMiddleware>();
        if (options.ApiKeys is { } keys) app.UseMiddleware<ApiKeyMiddleware>(keys);
        return app;
    }
}
