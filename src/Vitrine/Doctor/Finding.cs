namespace Vitrine.Doctor;

/// <summary>What one check found.</summary>
/// <param name="Health">How bad it is.</param>
/// <param name="What">What was looked at.</param>
/// <param name="Detail">What was seen.</param>
/// <param name="Remedy">What to do; empty when all is well.</param>
internal sealed record Finding(Health Health, string What, string Detail, string Remedy = "");
