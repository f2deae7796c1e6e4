namespace Vitrine.Gateway.Objects;

/// <summary>One rule of a route.</summary>
/// <param name="Name">Its name, or null.</param>
/// <param name="Match">The conditions; null matches every request.</param>
/// <param name="Targets">Where matching requests go, by weight.</param>
internal sealed record RouteRule(string? Name, ModelMatch? Match, IReadOnlyList<TargetModel> Targets);
