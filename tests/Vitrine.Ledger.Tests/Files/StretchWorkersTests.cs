using Vitrine.Ledger.Engines;
using Vitrine.Ledger.Entries;
using Vitrine.Ledger.Files;
using Vitrine.Ledger.Kernel;

namespace Vitrine.Ledger.Tests.Files;

public sealed class StretchWorkersTests
{
    private const int Workers = 4;
    private const int StretchBytes = 1024;
    private const string First = "00000000000000000001.segment";

    private readonly MemoryDisk _disk = new();
    private readonly List<LogEntry> _entries;

    public StretchWorkersTests()
    {
        using var files = TestLog.Recovered(_disk);
        files.Write(LedgerState.Empty, [TestLog.Tenant, TestLog.Stream, .. Enumerable.Range(0, 400).Select(i => TestLog.Append(new string('x', i % 90)))]);
        _entries = [.. files.Read(1, files.Head.Position)];
    }

    [Fact]
    public void Entries_OfAllWorkers_ComeInOrderAndOnce_AndMemoryHoldsAStretchAWorker()
    {
        var (walk, taken, stretches, times, readTo, ahead) = (Walk(), new List<long>(), new HashSet<Stretch>(), 0, 0L, 0L);
        Run(
            offset => Volatile.Write(ref readTo, offset),
            stretch =>
            {
                stretches.Add(stretch);
                times++;
                stretch.Checked.ShouldBe(stretch.Count, "it is checked when its turn comes");
                walk.Enter(stretch);
                ahead = Math.Max(ahead, Volatile.Read(ref readTo) - walk.NextOffset);
                while (walk.Check()) taken.Add(walk.Entry().Position);
            });
        taken.ShouldBe(_entries.Select(entry => entry.Position));
        walk.Hash.ShouldBe(_entries[^1].Hash);
        stretches.Count.ShouldBeInRange(1, Workers);
        times.ShouldBeGreaterThan(10 * Workers);
        ahead.ShouldBeLessThan(Workers * StretchBytes, "whoever waits for its turn reads nothing meanwhile");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void EarlyDamage_WinsOverWhatWasMetBehindItFirst(bool isDiskFailing)
    {
        var bytes = _disk[First];
        var early = bytes.Length / 2;
        var late = early + (2 * StretchBytes);
        bytes[early] ^= 1;
        bytes[late] ^= 1;
        _disk[First] = bytes;
        using var met = new ManualResetEventSlim();
        var walk = Walk();
        var damage = Should.Throw<LogDamageException>(() => Run(
            offset =>
            {
                if (offset + StretchBytes < late) return;
                met.Set();
                if (isDiskFailing) throw new IOException("Input/output error", 5);
            },
            stretch =>
            {
                walk.Enter(stretch);
                // What lies before the early damage is held back until the late one is in memory.
                if (walk.NextOffset > early - (2 * StretchBytes)) met.Wait(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken).ShouldBeTrue();
                GoThrough(walk);
            }));
        damage.Offset.ShouldBeInRange(early - 200, early);
        damage.Position.ShouldBe(walk.NextPosition);
    }

    [Fact]
    public void DiskThatFails_IsToldOnceEverythingBeforeItWasTaken()
    {
        var walk = Walk();
        var (failingAt, takenTo) = (0L, 0L);
        Should.Throw<IOException>(() => Run(
            offset =>
            {
                if (offset < 8 * StretchBytes) return;
                failingAt = offset;
                throw new IOException("Input/output error", 5);
            },
            stretch =>
            {
                walk.Enter(stretch);
                GoThrough(walk);
                takenTo = walk.NextOffset;
            })).HResult.ShouldBe(5);
        takenTo.ShouldBe(failingAt);
    }

    private static EntryWalk Walk() => new(new Segment(new SegmentHeader(1, EntryHash.Zero), 0), (1, SegmentHeader.Size), previous: null);

    private static void GoThrough(EntryWalk walk)
    {
        while (walk.Check())
        {
        }
    }

    private void Run(Action<long> reading, Action<Stretch> take)
    {
        using var file = new WatchedFile(_disk.Open(First, forWriting: false), reading);
        new StretchWorkers(file, (SegmentHeader.Size, file.Length), take).Run(Workers, StretchBytes);
    }

    /// <summary>A file that tells where it is read, before it is.</summary>
    private sealed class WatchedFile(ILogDiskFile file, Action<long> reading) : ILogDiskFile
    {
        public long Length => file.Length;

        public int Read(Span<byte> destination, long offset)
        {
            reading(offset);
            return file.Read(destination, offset);
        }

        public void Append(ReadOnlySpan<byte> bytes) => file.Append(bytes);

        public void Reserve(long bytes) => file.Reserve(bytes);

        public void Flush() => file.Flush();

        public void Truncate(long length) => file.Truncate(length);

        public void Dispose() => file.Dispose();
    }
}
