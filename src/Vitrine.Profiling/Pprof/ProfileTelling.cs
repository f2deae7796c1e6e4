using Vitrine.Telemetry;
using Vitrine.Telemetry.Guards;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Profiling.Pprof;

/// <summary>Tells that somebody was given a profile: it shows code, and what the process was busy with.</summary>
internal static class ProfileTelling
{
    /// <summary>Tells it, in a service that has telemetry.</summary>
    /// <param name="context">The request that was answered.</param>
    /// <param name="subject">The kind of the profile, or the file's name behind <c>kept/</c>.</param>
    public static void TellProfile(this HttpContext context, string subject) => context.RequestServices.GetService<ITelemetry>()?.Point(AuditKinds.ProfileTaken)
        .Set(AuditFacts.Subject, subject).Set(HttpFacts.Caller, context.User.Identity?.Name).Set(GuardFacts.PeerAddress, CallerNames.AddressOf(context.Connection.RemoteIpAddress)).Emit();
}
