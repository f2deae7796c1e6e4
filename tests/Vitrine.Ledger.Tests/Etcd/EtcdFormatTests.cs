using Google.Protobuf;
using Vitrine.Ledger.Entries;
using Vitrine.Ledger.Etcd;
using Vitrine.Testing;

namespace Vitrine.Ledger.Tests.Etcd;

/// <summary>The values in etcd: a golden file, every cut and every flipped bit.</summary>
public sealed class EtcdFormatTests
{
    private static readonly EtcdBatch s_batch = MakeBatch();
    private static readonly EtcdHead s_head = new(s_batch.Entries[^1].Head, View: 7, s_batch.Id, Revision: 0);

    [Fact]
    public void Values_AreTheGoldenOnes()
    {
        Golden.ShouldMatch(Dump(EtcdFormat.Write(s_batch)), "Etcd/Golden/batch.hex");
        Golden.ShouldMatch(Dump(EtcdFormat.Write(s_head)), "Etcd/Golden/head.hex");
    }

    [Fact]
    public void Read_OfWhatWasWritten_IsTheSame()
    {
        var batch = EtcdFormat.ReadBatch(EtcdFormat.Write(s_batch).Span, revision: 12);

        (batch.Id, batch.Revision, batch.First, batch.Last).ShouldBe((s_batch.Id, 12, 5, 7));
        batch.Entries.Select(entry => (entry.Hash, entry.PreviousHash, entry.Key)).ShouldBe(s_batch.Entries.Select(entry => (entry.Hash, entry.PreviousHash, entry.Key)));
        EtcdFormat.ReadHead(EtcdFormat.Write(s_head).Span, revision: 12).ShouldBe(s_head with { Revision = 12 });
    }

    [Fact]
    public void Read_OfEveryCut_IsRefused()
    {
        var batch = EtcdFormat.Write(s_batch).ToByteArray();
        var head = EtcdFormat.Write(s_head).ToByteArray();
        for (var size = 0; size < batch.Length; size++) Should.Throw<InvalidDataException>(() => EtcdFormat.ReadBatch(batch.AsSpan(0, size), 1), $"{size} bytes");
        for (var size = 0; size < head.Length; size++) Should.Throw<InvalidDataException>(() => EtcdFormat.ReadHead(head.AsSpan(0, size), 1), $"{size} bytes");
    }

    [Fact]
    public void Read_OfEveryFlippedBit_IsRefusedOrSaysWhoWroteIt()
    {
        var value = EtcdFormat.Write(s_batch).ToByteArray();
        for (var bit = 0; bit < value.Length * 8; bit++)
        {
            value[bit / 8] ^= (byte)(1 << (bit % 8));
            // The batch id is in no hash: another one means that this batch is not whose it was.
            if (bit / 8 is >= 1 and <= 16) EtcdFormat.ReadBatch(value, 1).Id.ShouldNotBe(s_batch.Id);
            else Should.Throw<InvalidDataException>(() => EtcdFormat.ReadBatch(value, 1), $"bit {bit}");
            value[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    private static EtcdBatch MakeBatch()
    {
        var previous = EntryCodec.HashOf("what came before"u8);
        var entries = new List<LogEntry>();
        for (var position = 5; position <= 7; position++)
        {
            var entry = EntryCodec.Chain(
                new LogEntry { Position = position, TimestampMs = 1_705_314_600_000 + position, Kind = EntryKind.Data, Remaining = 7 - position, Tenant = "acme", Stream = "orders", Key = $"order/{position}", CommandKey = "k", Data = "{\"n\":1}"u8.ToArray() },
                previous);
            entries.Add(entry);
            previous = entry.Hash;
        }

        return new EtcdBatch(new Guid("0f8fad5b-d9cb-469f-a165-70867728950e"), entries);
    }

    private static string Dump(ByteString value) => string.Concat(value.Chunk(32).Select(row => Convert.ToHexStringLower(row) + "\n"));
}
