namespace Vitrine.Ledger.Audit.Export;

/// <summary>The first place where a trail is broken.</summary>
/// <param name="Index">The record's place in what was verified, from 1.</param>
/// <param name="Sequence">The place in the trail that it claims; null when it cannot be read.</param>
/// <param name="What">What is wrong, in a sentence.</param>
public sealed record AuditFault(long Index, long? Sequence, string What)
{
    /// <summary>The sentence with its place.</summary>
    public override string ToString() => Sequence is { } sequence ? $"Record {Index} (sequence {sequence}) {What}" : $"Record {Index} {What}";
}
