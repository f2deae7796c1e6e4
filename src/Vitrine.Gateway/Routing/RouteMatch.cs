using Vitrine.Gateway.Fleet;
using Vitrine.Gateway.Objects;

namespace Vitrine.Gateway.Routing;

/// <summary>Where a request goes.</summary>
/// <param name="Route">The route that matched.</param>
/// <param name="Target">The model server that its weights chose.</param>
/// <param name="IsLora">Whether the client asked for a LoRA adapter, whose name stays in the body.</param>
internal sealed record RouteMatch(ModelRoute Route, FleetServer Target, bool IsLora)
{
    /// <summary>The model's name at the upstream; null leaves the client's.</summary>
    public string? UpstreamModel => IsLora ? null : Target.Server.Model;
}
