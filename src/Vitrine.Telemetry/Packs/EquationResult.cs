namespace Vitrine.Telemetry.Packs;

/// <summary>The two sides of an equation.</summary>
/// <param name="Name">What must agree, as a sentence.</param>
/// <param name="Left">The left side.</param>
/// <param name="Right">The right side.</param>
public sealed record EquationResult(string Name, double Left, double Right)
{
    /// <summary>Whether they agree to rounding.</summary>
    public bool Holds => Math.Abs(Left - Right) <= 1e-9 * Math.Max(1, Math.Abs(Left));
}
