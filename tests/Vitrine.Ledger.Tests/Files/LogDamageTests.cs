using Vitrine.Ledger.Engines;
using Vitrine.Ledger.Entries;
using Vitrine.Ledger.Files;
using Vitrine.Ledger.Kernel;

namespace Vitrine.Ledger.Tests.Files;

/// <summary>What becomes of a log whose files are cut, torn or altered: what was acknowledged is there, or its loss is told with its place.</summary>
public sealed class LogDamageTests
{
    private const string First = "00000000000000000001.segment";

    // As the product has it, where this log is one stretch; and stretches of a frame or two, which three workers check side by side.
    private static readonly LogFilesOptions[] s_ways = [new(), TestLog.ManyStretches];

    private readonly MemoryDisk _disk = new();
    private readonly List<LogEntry> _entries;

    /// <summary>Where each entry's frame ends in the one segment.</summary>
    private readonly List<int> _ends = [];

    public LogDamageTests()
    {
        using (var files = TestLog.Recovered(_disk))
        {
            files.Write(LedgerState.Empty, TestLog.Tenant, TestLog.Stream, TestLog.Append("x", "a-key"), TestLog.Batch(3), TestLog.Append("last"));
            _entries = [.. files.Read(1, files.Head.Position)];
        }

        var end = SegmentHeader.Size;
        foreach (var entry in _entries) _ends.Add(end += LogFrame.SizeOf(entry));
        end.ShouldBe(_disk[First].Length);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(0, 1_000)]
    [InlineData(1, 1_000)]
    public void Log_CutAtEveryByte_HoldsTheWholeCommandsBeforeTheCut(int way, int reserved)
    {
        for (var length = SegmentHeader.Size; length <= _ends[^1]; length++)
        {
            var disk = With([.. _disk[First][..length], .. new byte[reserved]]);
            using var files = TestLog.Files(disk, s_ways[way]);
            files.Recover().ShouldBeNull($"{length} bytes");
            var whole = _ends.FindLastIndex(end => end <= length) + 1;
            while (whole > 0 && _entries[whole - 1].Remaining > 0) whole--;
            files.Head.ShouldBe(whole == 0 ? LogHead.Empty : _entries[whole - 1].Head);
            // Zeros at the end count as reserved room, whoever wrote them.
            var written = Math.Max(SegmentHeader.Size, _disk[First].AsSpan(0, length).TrimEnd((byte)0).Length);
            files.Recovery!.CutBytes.ShouldBe(written - (whole == 0 ? SegmentHeader.Size : _ends[whole - 1]));
            // What comes next lands behind the cut, durably.
            var state = whole == 0 ? files.Write(files.Recovery.State, TestLog.Tenant) : files.Write(files.Recovery.State, new LedgerCommand.CreateTenant("b"));
            using var again = TestLog.Recovered(disk.AfterPowerFailure());
            again.Head.ShouldBe(state.Head);
        }
    }

    // Found by vitrine chaos, seed 501137 of the scenario crash.
    [Fact]
    public void LargeCommand_CutInTheMiddle_LeavesNoWayToWhereItsEntriesWere()
    {
        var disk = new MemoryDisk();
        LedgerState state;
        using (var files = TestLog.Recovered(disk))
        {
            state = files.Write(LedgerState.Empty, TestLog.Tenant, TestLog.Stream);
            files.Write(state, TestLog.Batch(20, bytes: 6_000));
        }

        disk[First] = disk[First][..100_000];

        using var again = TestLog.Recovered(disk);
        again.Head.Position.ShouldBe(2);
        again.Write(again.Recovery!.State, TestLog.Batch(30, bytes: 50));
        for (var position = 1L; position <= again.Head.Position; position++) again.Read(position, position).Single().Position.ShouldBe(position);
    }

    [Fact]
    public void Log_CutInItsHeader_IsDamaged()
    {
        for (var length = 0; length < SegmentHeader.Size; length++) Damage(_disk[First][..length]).ShouldBe((First, 0, 1, LogCheck.Frame), $"{length} bytes");
    }

    [Fact]
    public void Log_WithAnyBitFlipped_IsDamagedAtThatEntry()
    {
        var bytes = _disk[First];
        for (var bit = 0; bit < 8 * bytes.Length; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            var entry = _ends.FindIndex(end => bit / 8 < end);
            var (segment, offset, position, _) = Damage(bytes);
            Damage([.. bytes, .. new byte[1_000]]).ShouldBe(Damage(bytes), "reserved room changes nothing");
            if (bit / 8 < SegmentHeader.Size) (segment, offset, position).ShouldBe((First, 0, 1), $"bit {bit}");
            else (segment, offset, position).ShouldBe((First, entry == 0 ? SegmentHeader.Size : _ends[entry - 1], entry + 1), $"bit {bit}");
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void Read_OfALogThatWasAlteredWhileItRan_StopsAtTheEntry()
    {
        using var files = TestLog.Recovered(_disk);
        var told = new List<LogDamageException>();
        files.Damaged = told.Add;
        Flip(_ends[2] + 80);
        var read = new List<long>();
        var damage = Should.Throw<LogDamageException>(() =>
        {
            foreach (var entry in files.Read(1, files.Head.Position)) read.Add(entry.Position);
        });
        (damage.Segment, damage.Offset, damage.Position, damage.Check).ShouldBe((First, _ends[2], 4, LogCheck.Crc));
        read.ShouldBe([1, 2, 3]);
        Should.Throw<LogDamageException>(() => files.Verify(1, files.Head.Position, CancellationToken.None)).Position.ShouldBe(4);
        told.Select(each => each.Position).ShouldBe([4, 4]);
        files.Read(6, 7).Select(entry => entry.Position).ShouldBe([6, 7], "what does not follow it is whole");
    }

    [Fact]
    public void Entry_AlteredWithItsChecksum_BreaksTheChain()
    {
        // Somebody who knows the format writes another entry in the place of the third.
        var forged = EntryCodec.Chain(_entries[2] with { Data = "y"u8.ToArray() }, _entries[1].Hash);
        var bytes = _disk[First];
        LogFrame.Write(forged, 0, bytes.AsSpan(_ends[1]));
        Damage(bytes).ShouldBe((First, _ends[2], 4, LogCheck.HashChain));
    }

    [Fact]
    public void Segment_ThatIsMissing_IsDamage()
    {
        var disk = new MemoryDisk();
        var options = new LogFilesOptions { SegmentBytes = 400, CheckpointBytes = long.MaxValue };
        using (var files = TestLog.Recovered(disk, options)) files.Write(LedgerState.Empty, [TestLog.Tenant, TestLog.Stream, .. Enumerable.Range(0, 12).Select(_ => TestLog.Append("some text"))]);
        string[] segments = [.. disk.List()];
        segments.Length.ShouldBeGreaterThan(3);
        foreach (var missing in segments.SkipLast(1))
        {
            var other = disk.Clone();
            other.Delete(missing);
            using var files = TestLog.Files(other);
            files.Recover().ShouldNotBeNull().Segment.ShouldBe(missing);
        }
    }

    [Theory]
    [InlineData(SyncMode.Fsync, 1, 0)]
    [InlineData(SyncMode.Async, 5, 0)]
    [InlineData(SyncMode.Async, 5, 1)]
    public void TornWrite_WithAnySectorsMissing_IsCut(SyncMode sync, int groups, int way)
    {
        // Groups of many sectors were not flushed yet when the power went: some sectors reached the disk, in any order, and the others read as zeros.
        var before = _disk[First];
        using (var files = TestLog.Recovered(_disk, new LogFilesOptions { Sync = sync, AsyncInterval = TimeSpan.FromHours(1) }))
            files.Write(files.Recovery!.State, Enumerable.Repeat(TestLog.Batch(30 / groups, bytes: 300), groups));
        var after = _disk[First];
        var random = new Random(8);
        for (var round = 0; round < 500; round++)
        {
            var torn = after[..(round % 3 == 0 ? random.Next(before.Length, after.Length) : after.Length)];
            var lost = 0;
            for (var sector = before.Length / 512; sector <= torn.Length / 512; sector++)
            {
                if (random.Next(8) > 0) continue;
                var (from, to) = (Math.Max(sector * 512, before.Length), Math.Min((sector + 1) * 512, torn.Length));
                torn.AsSpan(from..Math.Max(from, to)).Clear();
                lost += Math.Max(0, to - from);
            }

            if (lost == 0 && torn.Length == after.Length) continue;
            using var files = TestLog.Files(With([.. torn, .. new byte[round % 2 * 5_000]]), s_ways[way]);
            files.Recover().ShouldBeNull($"round {round}");
            // Groups before the one that is torn may be there: they are whole.
            files.Head.Position.ShouldBeInRange(_entries.Count, _entries.Count + 30 - (30 / groups), $"round {round}");
            ((files.Head.Position - _entries.Count) % (30 / groups)).ShouldBe(0, $"round {round}");
        }
    }

    [Fact]
    public void EmptySector_BeforeEntriesThatKnewItDurable_IsDamage()
    {
        using (var files = TestLog.Recovered(_disk))
        {
            var state = files.Write(files.Recovery!.State, TestLog.Batch(2, bytes: 1500));
            files.Write(state, TestLog.Append("acknowledged later"));
        }

        var bytes = _disk[First];
        var hole = (_ends[^1] / 512 + 1) * 512;
        bytes.AsSpan(hole, 512).Clear();
        Damage(bytes).ShouldBe((First, _ends[^1], 8, LogCheck.Crc));
    }

    private static MemoryDisk With(byte[] segment)
    {
        var disk = new MemoryDisk();
        disk[First] = segment;
        return disk;
    }

    /// <summary>What is told of a damaged segment: the same whoever checks it.</summary>
    private static (string Segment, long Offset, long Position, LogCheck Check) Damage(byte[] segment)
    {
        var found = s_ways.Select(way => Damage(With(segment), way)).ToArray();
        found[1].Message.ShouldBe(found[0].Message);
        return (found[0].Segment, found[0].Offset, found[0].Position, found[0].Check);
    }

    private static LogDamageException Damage(MemoryDisk disk, LogFilesOptions options)
    {
        using var files = TestLog.Files(disk, options);
        var damage = files.Recover().ShouldNotBeNull();
        files.Head.Position.ShouldBeLessThan(damage.Position);
        return damage;
    }

    private void Flip(int at)
    {
        var bytes = _disk[First];
        bytes[at] ^= 1;
        _disk[First] = bytes;
    }
}
