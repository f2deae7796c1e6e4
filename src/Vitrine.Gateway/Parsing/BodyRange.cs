namespace Vitrine.Gateway.Parsing;

/// <summary>A stretch of the body, in bytes from its begin.</summary>
/// <param name="Start">The first byte.</param>
/// <param name="Length">How many; 0 for none.</param>
internal readonly record struct BodyRange(int Start, int Length)
{
    /// <summary>Whether there is none.</summary>
    public bool IsEmpty => Length == 0;
}
