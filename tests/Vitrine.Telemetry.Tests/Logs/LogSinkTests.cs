using Vitrine.Telemetry.Logs;
using Vitrine.Testing;

namespace Vitrine.Telemetry.Tests.Logs;

public sealed class LogSinkTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly FakeStream _stream = new();

    [Fact]
    public async Task TryWrite_Lines_ArriveInOrderWithNewlines()
    {
        await using var sink = Sink();
        sink.TryWrite("one"u8).ShouldBeTrue();
        sink.TryWrite("two"u8).ShouldBeTrue();
        sink.Flush(Patience).ShouldBeTrue();
        _stream.Text.ShouldBe("one\ntwo\n");
        sink.Written.ShouldBe(2);
        sink.WrittenBytes.ShouldBe(8);
        sink.Dropped.ShouldBe(0);
        sink.Failures.ShouldBe(0);
    }

    [Fact]
    public async Task TryWrite_IdleSink_WritesWithoutFlush()
    {
        await using var sink = Sink(latency: TimeSpan.FromHours(1));
        sink.TryWrite("first"u8);
        _stream.AwaitAttempt();
    }

    [Fact]
    public async Task TryWrite_WhileResting_GathersAndWakesForABatch()
    {
        await using var sink = Sink(latency: TimeSpan.FromHours(1));
        sink.TryWrite("first"u8);
        _stream.AwaitAttempt();

        // The sink now rests for an hour, or until 64 KiB have gathered.
        var line = new byte[1023];
        for (var i = 0; i < 64; i++)
            sink.TryWrite(line).ShouldBeTrue();
        _stream.AwaitAttempt();
    }

    [Fact]
    public async Task TryWrite_WhileResting_ArrivesAfterTheLatency()
    {
        await using var sink = Sink();
        sink.TryWrite("first"u8);
        _stream.AwaitAttempt();
        sink.TryWrite("second"u8);
        _stream.AwaitAttempt();
    }

    [Fact]
    public async Task TryWrite_DestinationBlocks_DropsWhatFindsNoRoomAndKeepsTheRest()
    {
        await using var sink = Sink(maxPendingBytes: 4096);
        _stream.Block();
        sink.TryWrite("first"u8);
        _stream.AwaitAttempt();

        // 40 lines of 100 bytes and the six bytes that are being written: 4,006 of 4,096.
        var line = new byte[99];
        for (var i = 0; i < 40; i++)
            sink.TryWrite(line).ShouldBeTrue();
        sink.TryWrite(line).ShouldBeFalse();
        sink.TryWrite("fits"u8).ShouldBeTrue();
        sink.Dropped.ShouldBe(1);

        _stream.Open();
        sink.Flush(Patience).ShouldBeTrue();
        sink.Written.ShouldBe(42);
        sink.TryWrite(line).ShouldBeTrue("the room is free again");
    }

    [Fact]
    public async Task TryWrite_LineLargerThanTheBound_IsDropped()
    {
        await using var sink = Sink(maxPendingBytes: 4096);
        sink.TryWrite(new byte[4096]).ShouldBeFalse();
        sink.TryWrite(new byte[4095]).ShouldBeTrue();
        sink.Dropped.ShouldBe(1);
    }

    [Fact]
    public async Task TryWrite_DiskFullForAWhile_KeepsTheLinesAndRecovers()
    {
        _stream.FullOnce = true;
        await using var sink = Sink();
        sink.TryWrite("kept"u8).ShouldBeTrue();
        sink.Flush(Patience).ShouldBeTrue();
        _stream.Text.ShouldBe("kept\n");
        sink.Failures.ShouldBe(1);
        sink.LastFailure.ShouldBe("No space left on device");
        sink.Dropped.ShouldBe(0);
    }

    [Fact]
    public async Task StopAsync_DiskFull_ReportsEveryLineLost()
    {
        _stream.Full = true;
        await using var sink = Sink();
        sink.TryWrite("one"u8);
        _stream.AwaitAttempt();
        sink.TryWrite("two"u8);
        (await sink.StopAsync(Patience)).ShouldBe(2);
        sink.Dropped.ShouldBe(2);
        sink.Written.ShouldBe(0);
        sink.Failures.ShouldBeGreaterThanOrEqualTo(1);
        (await sink.StopAsync(Patience)).ShouldBe(0, "the second stop loses nothing more");
    }

    [Fact]
    public async Task StopAsync_PendingLines_AreDrained()
    {
        await using var sink = Sink(latency: TimeSpan.FromHours(1));
        for (var i = 0; i < 1000; i++)
            sink.TryWrite("line"u8);
        (await sink.StopAsync(Patience)).ShouldBe(0);
        sink.Written.ShouldBe(1000);
        sink.TryWrite("late"u8).ShouldBeFalse();
        sink.Dropped.ShouldBe(1);
        sink.Flush(Patience).ShouldBeTrue("nothing accepted is missing");
    }

    [Fact]
    public async Task StopAsync_DestinationBlocks_ReturnsInTimeAndCountsOnce()
    {
        await using var sink = Sink();
        _stream.Block();
        sink.TryWrite("stuck"u8);
        _stream.AwaitAttempt();
        sink.TryWrite("behind"u8);
        sink.Flush(TimeSpan.FromMilliseconds(1)).ShouldBeFalse();
        (await sink.StopAsync(TimeSpan.FromMilliseconds(1))).ShouldBe(2);

        // The write that was stuck ends after all; its line is not counted a second time.
        _stream.Open();
        (await sink.StopAsync(Patience)).ShouldBe(0);
        (sink.Written + sink.Dropped).ShouldBe(2);
    }

    [Fact]
    public async Task TryWrite_ManyThreads_LosesAndTearsNothing()
    {
        await using var sink = Sink();
        Parallel.For(0, 8, writer =>
        {
            for (var i = 0; i < 5_000; i++)
                sink.TryWrite(System.Text.Encoding.ASCII.GetBytes($"{writer} {i}")).ShouldBeTrue();
        });
        sink.Flush(Patience).ShouldBeTrue();
        var lines = _stream.Text.TrimEnd('\n').Split('\n');
        lines.Length.ShouldBe(40_000);
        for (var writer = 0; writer < 8; writer++)
        {
            var own = lines.Where(l => l.StartsWith($"{writer} ", StringComparison.Ordinal)).ToList();
            own.ShouldBe(Enumerable.Range(0, 5_000).Select(i => $"{writer} {i}"));
        }
    }

    [Fact]
    public async Task TryWrite_SteadyState_AllocatesNothing()
    {
        await using var sink = Sink();
        var line = new LogLineSample();
        var allocated = Allocations.MedianBytes(
            () =>
            {
                for (var i = 0; i < 100; i++)
                    line.WriteTo(sink);
            },
            // Keeps the writer abreast: a backlog may grow the buffer, and that is not the line's cost.
            between: () => sink.Flush(Patience).ShouldBeTrue());
        allocated.ShouldBe(0, "bytes for 100 lines");
        sink.Dropped.ShouldBe(0);
    }

    [Fact]
    public void Open_OptionOutOfRange_Throws()
    {
        Should.Throw<ArgumentException>(() => LogSink.Open(new LogSinkOptions { Destination = " " }));
        Should.Throw<ArgumentOutOfRangeException>(() => LogSink.Open(new LogSinkOptions { MaxPendingBytes = 100 }));
        Should.Throw<ArgumentOutOfRangeException>(() => LogSink.Open(new LogSinkOptions { KeepFiles = -1 }));
    }

    private LogSink Sink(TimeSpan? latency = null, int maxPendingBytes = 8 * 1024 * 1024) => new(
        new LogSinkOptions { MaxLatency = latency ?? TimeSpan.FromMilliseconds(50), MaxPendingBytes = maxPendingBytes },
        new StreamDestination(_stream));
}
