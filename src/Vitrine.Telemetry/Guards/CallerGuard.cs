using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Telemetry.Guards;

/// <summary>Puts the guard of callers in front of a service: <c>app.UseVitrineCallerGuard(new() { AllowedCallers = … })</c>, behind <c>UseVitrine</c>.</summary>
public static class CallerGuard
{
    /// <summary>Refuses callers as the options say. Those on the list are known to metrics; what others call themselves never becomes a label by itself.</summary>
    public static IApplicationBuilder UseVitrineCallerGuard(this IApplicationBuilder app, CallerGuardOptions options)
    {
        app.ApplicationServices.GetRequiredService<ITelemetry>().AddKnown(HttpFacts.Caller, new KnownValues([.. options.AllowedCallers ?? new HashSet<string>()]));
        return app.UseMiddleware<CallerGuardMiddleware>(options);
    }
}
