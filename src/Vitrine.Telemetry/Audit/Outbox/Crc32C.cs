using System.Buffers.Binary;
using System.Numerics;

namespace Vitrine.Telemetry.Audit.Outbox;

/// <summary>CRC-32C (RFC 3720, appendix B.4), eight bytes a step where the processor has it.</summary>
internal static class Crc32C
{
    /// <summary>The checksum of a text.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..]) crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var last in bytes) crc = BitOperations.Crc32C(crc, last);
        return ~crc;
    }
}
