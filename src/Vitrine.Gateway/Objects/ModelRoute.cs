using System.Text.Json;

namespace Vitrine.Gateway.Objects;

/// <summary>Which requests go to which model servers: Kthena's <c>ModelRoute</c>.</summary>
/// <param name="Id">Namespace and name.</param>
/// <param name="ModelName">The model that clients ask for, or null when the route has LoRA adapters only.</param>
/// <param name="LoraAdapters">LoRA adapters that clients may ask for by name.</param>
/// <param name="Rules">Tried in order; the first whose conditions all hold decides.</param>
/// <param name="RateLimit">Token limits of the model, or null for none.</param>
/// <param name="Spec">The <c>spec</c> as written, for config dumps.</param>
internal sealed record ModelRoute(
    ObjectName Id, string? ModelName, IReadOnlyList<string> LoraAdapters, IReadOnlyList<RouteRule> Rules, RouteRateLimit? RateLimit, JsonElement Spec)
{
    /// <value>When it was created, as its metadata say; null when they do not. Of several routes of one model the oldest is tried first.</value>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Its name as labels and log lines show it; made once.</summary>
    public string Label { get; } = Id.ToString();
}
