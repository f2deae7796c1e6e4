using System.Security.Cryptography;
using Vitrine.Ledger.Entries;

namespace Vitrine.Ledger.Tests.Entries;

public sealed class Sha256LanesTests
{
    [Fact]
    public void Hashes_OfEveryLengthInEveryLane_AreThoseOfTheLibrary()
    {
        Assert.SkipUnless(Sha256Lanes.IsSupported, "This processor has no AVX-512.");
        var bytes = new byte[100_000];
        new Random(256).NextBytes(bytes);
        var hashes = new EntryHash[Sha256Lanes.Count];
        for (var shortest = 0; shortest < 600; shortest++)
        {
            var messages = new Range[1 + (shortest % Sha256Lanes.Count)];
            for (var i = 0; i < messages.Length; i++)
            {
                // One long message now and then: the other lanes must wait for it without harm.
                var length = i == shortest % 7 && shortest % 5 == 0 ? 5_000 : shortest + i;
                var from = (i * 5_100) + (shortest % 64);
                messages[i] = from..(from + length);
            }

            Sha256Lanes.Hash(bytes, messages, hashes);
            for (var i = 0; i < messages.Length; i++) hashes[i].ToString().ShouldBe(Convert.ToHexStringLower(SHA256.HashData(bytes.AsSpan(messages[i]))), $"{messages[i]} in lane {i}");
        }
    }
}
