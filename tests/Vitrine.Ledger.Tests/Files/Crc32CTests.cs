using System.Text;
using Vitrine.Ledger.Files;

namespace Vitrine.Ledger.Tests.Files;

public sealed class Crc32CTests
{
    [Fact]
    public void Checksum_OfTheKnownBytes_IsTheKnownOne()
    {
        Crc32C.Of(Encoding.ASCII.GetBytes("123456789")).ShouldBe(0xE306_9283);
        Crc32C.Of(new byte[32]).ShouldBe(0x8A91_36AA); // RFC 3720, B.4
        Crc32C.Of([]).ShouldBe(0u);
    }

    [Fact]
    public void Checksum_OfAnyLength_IsTheOneBitByBit()
    {
        var bytes = new byte[300];
        new Random(1).NextBytes(bytes);
        for (var length = 0; length <= bytes.Length; length++) Crc32C.Of(bytes.AsSpan(0, length)).ShouldBe(BitByBit(bytes.AsSpan(0, length)), $"{length} bytes");
    }

    private static uint BitByBit(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var each in bytes)
        {
            crc ^= each;
            for (var bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ ((crc & 1) * 0x82F6_3B78);
        }

        return ~crc;
    }
}
