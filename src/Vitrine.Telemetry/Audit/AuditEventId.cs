using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Vitrine.Telemetry.Audit;

/// <summary>Makes ids of audit events: UUIDs of version 7 (RFC 9562, section 5.7), milliseconds and 74 random bits.</summary>
/// <remarks>
/// They must be unique and nothing else, for nobody is let in by knowing one: the generator of the process does, which the system seeds. Those of
/// <see cref="Guid.CreateVersion7()"/> ask the system for every one, which costs more than the whole rest of an entry.
/// </remarks>
internal static class AuditEventId
{
    private const ulong VersionMask = 0xF000, Version = 0x7000;
    private const ulong VariantMask = 0xC000_0000_0000_0000, Variant = 0x8000_0000_0000_0000;

    /// <summary>An id for what happened at a time.</summary>
    public static Guid New(DateTimeOffset time)
    {
        Span<ulong> random = stackalloc ulong[2];
        Random.Shared.NextBytes(MemoryMarshal.AsBytes(random));
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, ((ulong)time.ToUnixTimeMilliseconds() << 16) | (random[0] & ~VersionMask & 0xFFFF) | Version);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], (random[1] & ~VariantMask) | Variant);
        return new Guid(bytes, bigEndian: true);
    }
}
