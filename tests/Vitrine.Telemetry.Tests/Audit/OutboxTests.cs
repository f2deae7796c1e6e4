using Vitrine.Telemetry.Audit.Outbox;
using Vitrine.Telemetry.Hosting;
using Vitrine.Telemetry.Tests.Logs;
using Vitrine.Testing;

namespace Vitrine.Telemetry.Tests.Audit;

public sealed class OutboxTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Path => _folder["outbox"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Segment_OfTwoEntries_IsTheGoldenFile()
    {
        using var outbox = new OutboxFiles(Path);
        outbox.Write(1, 2);
        Golden.ShouldMatch(OutboxFiles.Text(outbox.Folder.SegmentFile(1)), "Audit/outbox.golden");
    }

    /// <summary>A known answer: RFC 3720, appendix B.4, thirty-two bytes of zeros, and "123456789".</summary>
    [Fact]
    public void Crc32C_KnownTexts_HaveKnownSums()
    {
        Crc32C.Of(new byte[32]).ShouldBe(0x8A9136AAu);
        Crc32C.Of("123456789"u8).ShouldBe(0xE3069283u);
    }

    [Fact]
    public void Read_WhatWasWritten_ComesInOrderAndStaysUntilTaken()
    {
        using var outbox = new OutboxFiles(Path);
        outbox.Read().ShouldBeEmpty();
        outbox.Write(1, 2, 3);
        outbox.Write(4);
        outbox.Read(most: 2).ShouldBe([1, 2]);
        outbox.Read(most: 2).ShouldBe([1, 2]);
        outbox.Reader.Take(1);
        outbox.Read().ShouldBe([2, 3, 4]);
        outbox.Reader.Backlog.ShouldBeGreaterThan(0);
        outbox.Drain();
        outbox.Reader.Backlog.ShouldBe(0);
    }

    [Fact]
    public void Reopen_AfterSomeWereTaken_GoesOnBehindThem()
    {
        using (var first = new OutboxFiles(Path))
        {
            first.Write(1, 2, 3);
            first.Read();
            first.Reader.Take(2);
        }

        using var second = new OutboxFiles(Path);
        second.Write(4);
        second.Drain().ShouldBe([3, 4]);
        // The earlier process's segment was taken whole; the one being written stays.
        second.Folder.Segments().ShouldBe([2]);
    }

    [Fact]
    public void Reopen_WithoutItsCursor_SendsAgainRatherThanLosing()
    {
        using (var first = new OutboxFiles(Path))
        {
            first.Write(1, 2);
            first.Read();
            first.Reader.Take(1);
        }

        File.WriteAllText(System.IO.Path.Combine(Path, "cursor"), "12345678 {\"version\":1,\"segment\":1,\"offset\":99}\n");
        using var second = new OutboxFiles(Path);
        second.Drain().ShouldBe([1, 2]);
    }

    [Fact]
    public void Write_BeyondASegment_BeginsTheNextAndDeletesTheTaken()
    {
        using var outbox = new OutboxFiles(Path, maxBytes: 64 * 1024);
        var numbers = Enumerable.Range(1, 100).ToArray();
        foreach (var number in numbers) outbox.Write(number);
        outbox.Folder.Segments().Count.ShouldBeGreaterThan(5);
        outbox.Drain().ShouldBe(numbers);
        outbox.Folder.Segments().Count.ShouldBe(1);
        outbox.Folder.Bytes.ShouldBe(new FileInfo(outbox.Folder.SegmentFile(outbox.Folder.Segments()[0])).Length);
    }

    [Fact]
    public void Write_FullOutbox_RefusesUntilTheLedgerTookASegment()
    {
        using var outbox = new OutboxFiles(Path, maxBytes: 16 * 1024);
        var written = 0;
        var full = Should.Throw<IOException>(() =>
        {
            while (written < 1000) outbox.Write(++written);
        });
        full.Message.ShouldContain("is full");
        outbox.Folder.Bytes.ShouldBeLessThanOrEqualTo(16 * 1024);
        outbox.Reports.ShouldContain(full);

        outbox.Drain().ShouldBe(Enumerable.Range(1, written - 1));
        outbox.Write(written);
        outbox.Drain().ShouldBe([written]);
    }

    [Fact]
    public void Open_ByTwoProcesses_IsRefusedWithTheFolder()
    {
        using var first = new OutboxFiles(Path);
        Should.Throw<ServerException>(() => new OutboxFolder(Path)).Message.ShouldContain(Path);
    }

    [Fact]
    public void Read_SegmentTornAtEveryByte_GivesEveryWholeEntryAndCountsTheTornOne()
    {
        byte[] whole;
        using (var outbox = new OutboxFiles(Path))
        {
            outbox.Write(1, 2);
            whole = File.ReadAllBytes(outbox.Folder.SegmentFile(1));
        }

        for (var length = 0; length <= whole.Length; length++)
        {
            using var torn = Reopened($"torn-{length}", whole[..length]);
            var entries = whole.AsSpan(0, length).Count((byte)'\n') - 1;
            torn.Drain().ShouldBe(Enumerable.Range(1, Math.Max(0, entries)), $"{length} bytes");
            var isTorn = length > OutboxSegment.Header.Length && whole[length - 1] != (byte)'\n';
            torn.Damaged.ShouldBe(isTorn ? 1 : 0, $"{length} bytes");
            torn.Folder.Segments().ShouldBeEmpty($"{length} bytes");
        }
    }

    [Fact]
    public void Read_SegmentWithOneBitFlipped_LeavesOutThatEntryAlone()
    {
        byte[] whole;
        using (var outbox = new OutboxFiles(Path))
        {
            outbox.Write(1, 2, 3);
            whole = File.ReadAllBytes(outbox.Folder.SegmentFile(1));
        }

        // Every seventh byte, and every line feed: each flip costs a folder.
        for (var at = OutboxSegment.Header.Length; at < whole.Length; at++)
        {
            if (at % 7 != 0 && whole[at] != (byte)'\n') continue;
            var flipped = whole.ToArray();
            flipped[at] ^= 0x10;
            using var damaged = Reopened($"flip-{at}", flipped);
            var read = damaged.Drain();
            var line = whole.AsSpan(0, at).Count((byte)'\n');
            // A line feed that is none any more joins two lines into one that is neither.
            int[] lost = whole[at] == (byte)'\n' ? [line, line + 1] : [line];
            read.ShouldBe(Enumerable.Range(1, 3).Except(lost), $"byte {at}");
            damaged.Damaged.ShouldBeGreaterThanOrEqualTo(1, $"byte {at}");
            damaged.Reports.OfType<OutboxDamageException>().ShouldNotBeEmpty();
        }
    }

    [Fact]
    public void Read_SegmentOfAnotherVersion_KeepsItAside()
    {
        using var outbox = Reopened("other", [.. "vitrine-audit-outbox 2\nxyz\n"u8]);
        outbox.Drain().ShouldBeEmpty();
        outbox.Damaged.ShouldBe(1);
        File.Exists(outbox.Folder.SegmentFile(1) + ".unread").ShouldBeTrue();
    }

    [Fact]
    public void Read_AfterDamage_TellsTheLedgerOfIt()
    {
        using var outbox = Reopened("told", [.. OutboxSegment.Header, .. "00000000 {}\n"u8]);
        outbox.Drain().ShouldBeEmpty();
        outbox.Write(7);
        outbox.Reader.Read(10).Count.ShouldBe(2);
        OutboxFiles.Text(outbox.Folder.SegmentFile(2)).ShouldContain("\"operation\":\"audit_lost\"");
    }

    [Fact]
    public void Take_CursorCannotBeWritten_GoesOnAndReportsIt()
    {
        using var outbox = new OutboxFiles(Path);
        // As a full disk does, a folder in its place refuses the file.
        Directory.CreateDirectory(System.IO.Path.Combine(Path, "cursor.new"));
        outbox.Write(1, 2);
        outbox.Drain().ShouldBe([1, 2]);
        outbox.Reports.ShouldNotBeEmpty();
        outbox.Drain().ShouldBeEmpty();
    }

    private OutboxFiles Reopened(string name, byte[] segment)
    {
        Directory.CreateDirectory(_folder[name]);
        File.WriteAllBytes(System.IO.Path.Combine(_folder[name], "0000000000000001.outbox"), segment);
        return new OutboxFiles(_folder[name]);
    }
}
