namespace Vitrine.Telemetry.Audit.Outbox;

/// <summary>What every segment file begins with.</summary>
internal static class OutboxSegment
{
    /// <summary>The name of the format and its version, as the first line.</summary>
    public static ReadOnlySpan<byte> Header => "vitrine-audit-outbox 1\n"u8;
}
