namespace Vitrine.Telemetry.Packs;

/// <summary>A rule of the audit trail as a pack declares it.</summary>
/// <param name="Name">Its name within the pack.</param>
/// <param name="Action">What the act is, of the closed list.</param>
/// <param name="Operation">What it is in the service's own words.</param>
/// <param name="Source">On what an entry is written, such as <c>end inference</c>.</param>
public sealed record RuleOutline(string Name, string Action, string Operation, string Source);
