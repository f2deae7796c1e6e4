using Vitrine.Telemetry;
using Vitrine.Telemetry.Guards;
using Vitrine.Telemetry.Hosting;

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
}
