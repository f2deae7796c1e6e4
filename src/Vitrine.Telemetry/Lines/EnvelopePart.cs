namespace Vitrine.Telemetry.Lines;

/// <summary>One part of an envelope.</summary>
/// <param name="Slot">What it holds.</param>
/// <param name="Name">The encoded name; empty for the place of the fields.</param>
internal sealed record EnvelopePart(EnvelopeSlot Slot, byte[] Name)
{
    /// <summary>JSON of a constant, or of what stands in place of an absent value; null leaves it out.</summary>
    public byte[]? Constant { get; init; }

    /// <summary>The parts of a nested object.</summary>
    public EnvelopePart[]? Parts { get; init; }
}
