using System.Text;
using Vitrine.Ledger.Entries;

namespace Vitrine.Ledger.Tests.Entries;

public sealed class EntryCodecTests
{
    private static readonly LogEntry s_entry = EntryCodec.Chain(
        new LogEntry
        {
            Position = 7,
            TimestampMs = 1_705_312_200_000,
            Kind = EntryKind.Data,
            Remaining = 2,
            Tenant = "clinic",
            Stream = "visits",
            Key = "patient/7",
            CommandKey = "a-key",
            Data = Encoding.UTF8.GetBytes("""{"blood":"0+"}"""),
        },
        EntryHash.Of(Enumerable.Range(0, 32).Select(i => (byte)i).ToArray()));

    [Fact]
    public void Body_WrittenAndRead_IsTheSame()
    {
        var body = BodyOf(s_entry);
        EntryCodec.TryRead(body, s_entry.PreviousHash, s_entry.Hash, out var read).ShouldBeTrue();
        (read! with { Data = default }).ShouldBe(s_entry with { Data = default });
        read.Data.ToArray().ShouldBe(s_entry.Data.ToArray());
        EntryCodec.HashOf(s_entry.PreviousHash, body).ShouldBe(s_entry.Hash);
    }

    [Fact]
    public void Body_IsTheDocumentedOne() => Convert.ToHexStringLower(BodyOf(s_entry)).ShouldBe(
        "0700000000000000" + "4025870c8d010000" + "01" + "02000000" + "06" + "636c696e6963" + "06" + "766973697473"
        + "0900" + "70617469656e742f37" + "0500" + "612d6b6579" + "0e000000" + "7b22626c6f6f64223a22302b227d");

    [Fact]
    public void Body_CutAtEveryByteOrLonger_IsNone()
    {
        var body = BodyOf(s_entry);
        for (var length = 0; length < body.Length; length++) EntryCodec.TryRead(body.AsSpan(0, length), default, default, out _).ShouldBeFalse($"{length} bytes");
        EntryCodec.TryRead([.. body, 0], default, default, out _).ShouldBeFalse();
    }

    [Fact]
    public void Hash_OfEveryFlippedBit_IsAnother()
    {
        var body = BodyOf(s_entry);
        for (var bit = 0; bit < body.Length * 8; bit++)
        {
            body[bit / 8] ^= (byte)(1 << (bit % 8));
            EntryCodec.HashOf(s_entry.PreviousHash, body).ShouldNotBe(s_entry.Hash);
            body[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("zz")]
    [InlineData("00")]
    public void HashText_OfAnotherShape_IsNone(string text) => EntryHash.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void HashText_ReadsBack()
    {
        EntryHash.TryParse(s_entry.Hash.ToString().ToUpperInvariant(), out var read).ShouldBeTrue();
        read.ShouldBe(s_entry.Hash);
    }

    [Fact]
    public void Name_LongerThanTheFormatHolds_IsRefused() =>
        Should.Throw<ArgumentException>(() => EntryCodec.Chain(s_entry with { Tenant = new string('t', 65) }, default)).Message.ShouldContain("at most 64 bytes");

    private static byte[] BodyOf(LogEntry entry)
    {
        var body = new byte[EntryCodec.SizeOf(entry)];
        EntryCodec.Write(entry, body).ShouldBe(body.Length);
        return body;
    }
}
