namespace Vitrine.Gateway.Objects;

/// <summary>A condition on a header.</summary>
/// <param name="Name">The header, case-insensitive.</param>
/// <param name="Value">The condition on its first value.</param>
internal sealed record HeaderMatch(string Name, StringMatch Value);
