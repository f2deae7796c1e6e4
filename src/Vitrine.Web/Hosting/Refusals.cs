using Vitrine.Telemetry;
using Vitrine.Telemetry.Guards;
using Vitrine.Telemetry.Hosting;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Web.Hosting;

/// <summary>Says no in one way: a status, a name for programs, a sentence for people; to the client and to the request's scope where it has one.</summary>
internal static class Refusals
{
    public static Task WriteAsync(HttpContext context, int status, string type, string message)
    {
        context.EndAs(Outcome.Rejected, type, message);
        context.Response.StatusCode = status;
        return Refusal.WriteJsonAsync(context, new Refusal(status, type, message));
    }

    /// <summary>Says no to somebody who may not, and tells the audit trail also where the request has no scope that would.</summary>
    public static Task DenyAsync(HttpContext context, int status, string type, string message)
    {
        if (context.TryOperation() is null)
        {
            context.RequestServices.GetRequiredService<ITelemetry>().Point(AuditKinds.AccessRefused)
                .Set(HttpFacts.Path, context.Request.Path.Value).Set(CoreFacts.ErrorType, type).Set(GuardFacts.PeerAddress, context.Connection.RemoteIpAddress?.ToString()).Emit();
        }

        return WriteAsync(context, status, type, message);
    }
}
