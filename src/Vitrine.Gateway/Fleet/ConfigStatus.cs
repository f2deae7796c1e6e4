using Vitrine.Telemetry.Documents;

namespace Vitrine.Gateway.Fleet;

/// <summary>What became of the last reading of the folder. Immutable.</summary>
/// <param name="At">When it was read.</param>
/// <param name="Errors">Why it is not in force; empty when it is.</param>
/// <param name="Warnings">What is strange about it and still works.</param>
/// <param name="LastSuccessAt">When the documents in force were read; null when none are.</param>
/// <param name="Reloads">Readings that were put in force.</param>
/// <param name="Failures">Readings that were not.</param>
internal sealed record ConfigStatus(
    DateTimeOffset At, IReadOnlyList<DocumentError> Errors, IReadOnlyList<DocumentError> Warnings, DateTimeOffset? LastSuccessAt, long Reloads, long Failures)
{
    /// <summary>Whether what was read last is in force.</summary>
    public bool IsValid => Errors.Count == 0;
}
