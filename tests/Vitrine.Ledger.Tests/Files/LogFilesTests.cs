using Vitrine.Ledger.Engines;
using Vitrine.Ledger.Entries;
using Vitrine.Ledger.Files;
using Vitrine.Ledger.Kernel;

namespace Vitrine.Ledger.Tests.Files;

public sealed class LogFilesTests
{
    private static readonly LogFilesOptions s_small = TestLog.ManyStretches with { SegmentBytes = 3_000, CheckpointBytes = 8_000 };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void RandomCommands_WithStartsInBetween_AreAllThereAndDecideAlike(int seed)
    {
        var random = new Random(seed);
        var disk = new MemoryDisk();
        var (state, written) = (LedgerState.Empty, new List<LogEntry>());
        for (var start = 0; start < 30; start++)
        {
            using var files = TestLog.Recovered(disk, s_small with { Sync = seed == 3 ? SyncMode.Async : SyncMode.Fsync });
            BytesOf(files.Recovery!.State).ShouldBe(BytesOf(state), $"start {start}");
            Same(files.Read(1, files.Head.Position), written);
            for (var group = random.Next(20); group > 0; group--)
            {
                var entries = new List<LogEntry>();
                for (var left = random.Next(1, 8); left > 0; left--)
                {
                    if (state.Decide(Command(random), random.Next()) is not Decision.Write write) continue;
                    entries.AddRange(write.Entries);
                    state = write.Next;
                }

                if (entries.Count == 0) continue;
                files.Append(entries);
                written.AddRange(entries);
                files.CheckpointIfDue(state);
                if (written.Count > 1) Reads(files, written, random);
            }

            if (random.Next(4) == 0) files.Checkpoint(state);
            if (seed != 3 && random.Next(2) == 0) disk = disk.AfterPowerFailure();
        }

        written.Count.ShouldBeGreaterThan(200);
        disk.List().Count(name => name.EndsWith(".segment", StringComparison.Ordinal)).ShouldBeGreaterThan(5);
    }

    [Fact]
    public void LargeEntries_AreReadFromAnyPlace_WhateverIsKnownOfWhereTheyBegin()
    {
        var (disk, random) = (new MemoryDisk(), new Random(16));
        var (state, written) = (LedgerState.Empty, new List<LogEntry>());
        using (var files = TestLog.Recovered(disk))
        {
            foreach (var command in (LedgerCommand[])[TestLog.Tenant, TestLog.Stream, .. Enumerable.Range(0, 60).Select(i => TestLog.Batch(random.Next(1, 6), i == 30 ? 700_000 : random.Next(30_000)))])
            {
                var write = (Decision.Write)state.Decide(command, 0);
                files.Append(write.Entries);
                written.AddRange(write.Entries);
                state = write.Next;
            }

            for (var i = 0; i < 30; i++) Reads(files, written, random);
        }

        // Walked by a start, and not walked at all because a checkpoint vouches for it.
        using (var files = TestLog.Recovered(disk))
        {
            for (var i = 0; i < 30; i++) Reads(files, written, random);
            files.Checkpoint(files.Recovery!.State);
        }

        using var vouched = TestLog.Recovered(disk);
        vouched.Recovery!.Vouched.ShouldBe(written.Count);
        for (var i = 0; i < 30; i++) Reads(vouched, written, random);
    }

    [Fact]
    public void Group_IsDurableBeforeItShows()
    {
        var disk = new MemoryDisk();
        using var files = TestLog.Recovered(disk);
        var head = files.Head;
        disk.Flushing = () => files.Head.ShouldBe(head);
        var state = files.Write(LedgerState.Empty, TestLog.Tenant);
        disk.Flushing = null;
        files.Head.ShouldBe(state.Head);
        using var after = TestLog.Recovered(disk.AfterPowerFailure());
        after.Head.ShouldBe(state.Head);
    }

    [Fact]
    public void Room_IsReservedBehindTheEnd_AndGivenBack()
    {
        const string first = "00000000000000000001.segment";
        var disk = new MemoryDisk();
        long end;
        using (var files = TestLog.Recovered(disk, new LogFilesOptions { ReservedBytes = 2_000, SegmentBytes = 20_000 }))
        {
            var state = files.Write(LedgerState.Empty, TestLog.Tenant);
            var reserved = files.SizeBytes + 2_000;
            disk[first].Length.ShouldBe((int)reserved);
            state = files.Write(state, TestLog.Stream, TestLog.Append("x"));
            disk[first].Length.ShouldBe((int)reserved, "there is room");
            state = files.Write(state, TestLog.Batch(10, bytes: 300));
            disk[first].Length.ShouldBe((int)files.SizeBytes + 2_000, "there was none");
            using (var failed = TestLog.Recovered(disk.AfterPowerFailure()))
            {
                failed.Head.ShouldBe(state.Head);
                failed.SizeBytes.ShouldBe(files.SizeBytes);
                failed.Recovery!.CutBytes.ShouldBe(0, "reserved room was nobody's entries");
                failed.Write(state, TestLog.Append("behind the others"));
                failed.Texts().Count.ShouldBe((int)state.Head.Position + 1);
            }

            state = files.Write(state, TestLog.Batch(40, bytes: 300));
            end = files.SizeBytes;
            files.Write(state, TestLog.Append("of the next segment"));
            disk[first].Length.ShouldBe((int)end, "a segment with a successor has none");
            end = files.SizeBytes - end;
        }

        disk.List().Count.ShouldBe(2);
        disk[disk.List()[^1]].Length.ShouldBe((int)end, "a log that is closed has none");
    }

    [Fact]
    public void Room_ThatCannotBeReserved_KeepsNoEntryOut()
    {
        var disk = new MemoryDisk();
        using var files = TestLog.Recovered(disk);
        disk.RoomBytes = 1_000;
        var state = files.Write(LedgerState.Empty, TestLog.Tenant, TestLog.Stream, TestLog.Append("x"));
        Should.Throw<IOException>(() => files.Write(state, TestLog.Batch(10, bytes: 300)));
        disk.RoomBytes = 300;
        files.Write(state, TestLog.Append("y"));
        using var after = TestLog.Recovered(disk.AfterPowerFailure());
        after.Texts().ShouldBe(files.Texts());
    }

    [Fact]
    public void Group_ThatDoesNotFollowOrBreaksOff_IsRefused()
    {
        using var files = TestLog.Recovered(new MemoryDisk());
        var state = files.Write(LedgerState.Empty, TestLog.Tenant, TestLog.Stream);
        var batch = ((Decision.Write)state.Decide(TestLog.Batch(2), 0)).Entries;
        Should.Throw<ArgumentException>(() => files.Append([]));
        Should.Throw<ArgumentException>(() => files.Append([batch[0]]));
        Should.Throw<ArgumentException>(() => files.Append([batch[1]]));
        Should.Throw<ArgumentException>(() => files.Append([batch[0], batch[1] with { PreviousHash = EntryHash.Zero }]));
        files.Append(batch);
        files.Head.ShouldBe(batch[1].Head);
    }

    [Fact]
    public async Task Readers_WhileEntriesAreWritten_SeeEachOnceAndInOrder()
    {
        using var files = TestLog.Recovered(new MemoryDisk(), s_small);
        const int Entries = 2_000;
        var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(
            async () =>
            {
                var read = 0L;
                while (read < Entries)
                {
                    var head = await files.BeyondAsync(read, Token);
                    foreach (var entry in files.Read(read + 1, head.Position)) entry.Position.ShouldBe(++read);
                    read.ShouldBe(head.Position);
                }
            },
            Token)).ToArray();
        var state = files.Write(LedgerState.Empty, TestLog.Tenant, TestLog.Stream);
        while (state.Head.Position < Entries) state = files.Write(state, TestLog.Append("text"));
        await Task.WhenAll(readers);
    }

    [Fact]
    public async Task WaitBeyond_ThatIsCancelled_Ends()
    {
        using var files = TestLog.Recovered(new MemoryDisk());
        using var cancel = new CancellationTokenSource();
        var waiting = files.BeyondAsync(0, cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(waiting);
    }

    [Fact]
    public void Checkpoint_SparesReading_AndAnUnreadableOneCostsNothingElse()
    {
        var disk = new MemoryDisk();
        LedgerState state;
        using (var files = TestLog.Recovered(disk, s_small))
        {
            state = files.Write(LedgerState.Empty, [TestLog.Tenant, TestLog.Stream, .. Enumerable.Range(0, 40).Select(i => TestLog.Append("text", $"key {i}"))]);
            files.Checkpoint(state);
            state = files.Write(state, TestLog.Append("after it"));
        }

        using (var files = TestLog.Recovered(disk.Clone(), s_small))
        {
            files.Recovery!.Vouched.ShouldBe(42);
            BytesOf(files.Recovery.State).ShouldBe(BytesOf(state));
        }

        var checkpoint = disk["checkpoint"];
        for (var at = 0; at < checkpoint.Length; at += 31)
        {
            var other = disk.Clone();
            var flipped = checkpoint.ToArray();
            flipped[at] ^= 4;
            other["checkpoint"] = flipped;
            using var files = TestLog.Recovered(other, s_small);
            files.Recovery!.Vouched.ShouldBe(0);
            BytesOf(files.Recovery.State).ShouldBe(BytesOf(state));
        }
    }

    [Fact]
    public void Log_ThatEndsBeforeItsCheckpoint_IsDamaged()
    {
        var disk = new MemoryDisk();
        using (var files = TestLog.Recovered(disk)) files.Checkpoint(files.Write(LedgerState.Empty, TestLog.Tenant, TestLog.Stream));
        var segment = disk.List().Single(name => name.EndsWith(".segment", StringComparison.Ordinal));
        disk[segment] = disk[segment][..^1];
        using var again = TestLog.Files(disk.Clone());
        again.Recover().ShouldNotBeNull().Position.ShouldBe(2);
        disk.Delete(segment);
        using var empty = TestLog.Files(disk);
        empty.Recover().ShouldNotBeNull().Position.ShouldBe(1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Disk_ThatFillsUpAtAnyByte_LosesNothingAndTakesEntriesAgain(int roll)
    {
        var begun = new MemoryDisk();
        var options = new LogFilesOptions { SegmentBytes = roll == 1 ? 100 : 1_000_000 };
        LedgerState state;
        using (var files = TestLog.Recovered(begun, options)) state = files.Write(LedgerState.Empty, TestLog.Tenant, TestLog.Stream);
        var batch = (Decision.Write)state.Decide(TestLog.Batch(3), 0);
        var bytes = batch.Entries.Sum(LogFrame.SizeOf) + roll * SegmentHeader.Size;
        for (var room = 0; room < bytes; room++)
        {
            var disk = begun.Clone();
            using var files = TestLog.Recovered(disk, options);
            disk.RoomBytes = room;
            Should.Throw<IOException>(() => files.Append(batch.Entries)).HResult.ShouldBe(28);
            files.Head.ShouldBe(state.Head);
            using (var after = TestLog.Recovered(disk.AfterPowerFailure(), options)) after.Head.ShouldBe(state.Head);
            disk.RoomBytes = bytes;
            files.Append(batch.Entries);
            using var again = TestLog.Recovered(disk.AfterPowerFailure(), options);
            again.Head.ShouldBe(batch.Next.Head);
            again.SizeBytes.ShouldBe(files.SizeBytes);
        }
    }

    [Fact]
    public void Disk_ThatDoesNotFlush_LeavesTheOutcomeOpen_AndTheNextWriteCutsItOff()
    {
        var disk = new MemoryDisk();
        using var files = TestLog.Recovered(disk);
        var state = files.Write(LedgerState.Empty, TestLog.Tenant);
        disk.IsFailing = true;
        var stream = (Decision.Write)state.Decide(TestLog.Stream, 0);
        Should.Throw<OutcomeUnknownException>(() => files.Append(stream.Entries));
        Should.Throw<IOException>(() => files.Append(stream.Entries), "nothing of this one was written");
        files.Head.ShouldBe(state.Head);
        disk.IsFailing = false;
        var other = files.Write(state, new LedgerCommand.CreateTenant("b"));
        using var again = TestLog.Recovered(disk.AfterPowerFailure());
        again.Head.ShouldBe(other.Head);
    }

    [Fact]
    public void AsyncMode_FlushesBehindTheWriter()
    {
        var disk = new MemoryDisk();
        using var flushed = new ManualResetEventSlim();
        using var files = TestLog.Recovered(disk, new LogFilesOptions { Sync = SyncMode.Async, AsyncInterval = TimeSpan.FromMilliseconds(20) });
        var flushes = disk.Flushes;
        var state = files.Write(LedgerState.Empty, TestLog.Tenant, TestLog.Stream);
        disk.Flushing = flushed.Set;
        state = files.Write(state, TestLog.Append("x"));
        files.Head.ShouldBe(state.Head);
        flushed.Wait(TimeSpan.FromSeconds(30), Token).ShouldBeTrue();
        (disk.Flushes - flushes).ShouldBeInRange(0, 3);
    }

    [Fact]
    public void Mending_EveryEntryFromAPeer_MakesTheLogWholeAgain()
    {
        var disk = new MemoryDisk();
        using var good = TestLog.Recovered(disk, s_small);
        var state = good.Write(LedgerState.Empty, [TestLog.Tenant, TestLog.Stream, .. Enumerable.Range(0, 30).Select(i => TestLog.Append($"text {i}"))]);
        good.Checkpoint(state);
        var segments = disk.List().Where(name => name.EndsWith(".segment", StringComparison.Ordinal)).ToArray();
        var random = new Random(4);
        for (var round = 0; round < 60; round++)
        {
            var bad = disk.Clone();
            var segment = segments[random.Next(segments.Length)];
            switch (round % 4)
            {
                case 0:
                    bad.Delete(segment);
                    break;
                case 1:
                    bad[segment] = bad[segment][..random.Next(bad[segment].Length)];
                    break;
                default:
                    var bytes = bad[segment];
                    for (var flips = random.Next(1, 4); flips > 0; flips--) bytes[random.Next(bytes.Length)] ^= 16;
                    bad[segment] = bytes;
                    bad.Delete("checkpoint");
                    break;
            }

            var files = TestLog.Files(bad, s_small);
            for (var mended = 0; files.Recover() is { } damage; mended++)
            {
                mended.ShouldBeLessThan(100, $"round {round}: {damage.Message}");
                files.Mend(damage, good.Read(damage.Position, damage.Position).Single());
            }

            // What was only at the end, and cut, comes as it does after a disconnect.
            if (files.Head.Position < good.Head.Position) files.Append([.. good.Read(files.Head.Position + 1, good.Head.Position)]);
            Same(files.Read(1, files.Head.Position), [.. good.Read(1, good.Head.Position)]);
            files.Dispose();
        }
    }

    private static LedgerCommand Command(Random random) => random.Next(12) switch
    {
        0 => new LedgerCommand.CreateTenant($"t{random.Next(3)}"),
        1 => new LedgerCommand.CreateStream($"t{random.Next(3)}", $"s{random.Next(2)}"),
        2 when random.Next(20) == 0 => new LedgerCommand.SealTenant($"t{random.Next(3)}"),
        _ => new LedgerCommand.Append(
            $"t{random.Next(3)}",
            $"s{random.Next(2)}",
            [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => new EntryDraft(Bytes(random), random.Next(2) == 0 ? "" : $"entity/{random.Next(9)}"))],
            random.Next(3) == 0 ? $"key {random.Next(50)}" : ""),
    };

    private static byte[] Bytes(Random random)
    {
        var bytes = new byte[random.Next(4) == 0 ? random.Next(2_000) : random.Next(60)];
        random.NextBytes(bytes);
        return bytes;
    }

    private static void Reads(LogFiles files, List<LogEntry> written, Random random)
    {
        var from = random.Next(1, written.Count + 1);
        var to = random.Next(from, written.Count + 1);
        Same(files.Read(from, to), written[(from - 1)..to]);
    }

    private static void Same(IEnumerable<LogEntry> read, IReadOnlyList<LogEntry> written)
    {
        var place = 0;
        foreach (var entry in read)
        {
            (entry with { Data = default }).ShouldBe(written[place] with { Data = default });
            entry.Data.Span.SequenceEqual(written[place++].Data.Span).ShouldBeTrue();
        }

        place.ShouldBe(written.Count);
    }

    private static byte[] BytesOf(LedgerState state)
    {
        using var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory);
        LedgerStateCodec.Write(state, writer);
        writer.Flush();
        return memory.ToArray();
    }
}
