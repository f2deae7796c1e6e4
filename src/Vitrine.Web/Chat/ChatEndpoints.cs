using Vitrine.Telemetry.Health;

namespace Vitrine.Web.Chat;

/// <summary>Everything that the chat answers on the console's origin.</summary>
internal static class ChatEndpoints
{
    private static readonly HealthEndpointOptions s_health = new() { LivenessPath = "/health", ReadinessPath = "/readiness" };

    public static void MapChat(this IEndpointRouteBuilder endpoints) => endpoints.MapVitrineHealth(s_health);
}
