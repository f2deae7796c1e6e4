namespace Vitrine.Telemetry.Guards;

/// <summary>Who calls, as far as a service can know.</summary>
/// <param name="Name">The name that allow-list, limits and log lines go by.</param>
/// <param name="Trust">What the name rests on.</param>
public readonly record struct Caller(string Name, CallerTrust Trust);
