namespace Vitrine.Gateway.Objects;

/// <summary>Token limits of a model: buckets that hold one unit's tokens and refill evenly over the unit.</summary>
/// <param name="InputTokensPerUnit">Prompt tokens, or null for no limit.</param>
/// <param name="OutputTokensPerUnit">Generated tokens, or null for no limit.</param>
/// <param name="Unit">The unit: a second, minute, hour, day or month of 30 days.</param>
/// <param name="RedisAddress"><c>host:port</c> of the store that gateways share, or null for a limit of this gateway alone.</param>
internal sealed record RouteRateLimit(long? InputTokensPerUnit, long? OutputTokensPerUnit, TimeSpan Unit, string? RedisAddress);
