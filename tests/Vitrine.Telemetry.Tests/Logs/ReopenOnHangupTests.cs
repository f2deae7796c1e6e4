using System.Runtime.InteropServices;
using Vitrine.Telemetry.Logs;
using Vitrine.Testing;

namespace Vitrine.Telemetry.Tests.Logs;

public sealed class ReopenOnHangupTests
{
    [Fact]
    public async Task Add_SeveralSinks_AllReopenOnTheSignal()
    {
        Signals.Need(Signals.Hangup);
        var (first, second) = (new FakeDestination(), new FakeDestination());
        await using var firstSink = new LogSink(new LogSinkOptions { Destination = "first.log" }, first);
        await using var secondSink = new LogSink(new LogSinkOptions { Destination = "second.log" }, second);
        using var hangup = new ReopenOnHangup();
        hangup.Add(firstSink);
        hangup.Add(secondSink);

        Kill(Environment.ProcessId, Signals.Hangup).ShouldBe(0);
        first.AwaitReopen();
        second.AwaitReopen();
    }

    [Fact]
    public async Task Reopen_DestinationThrowsAnything_IsCountedAndTheSinkLives()
    {
        var destination = new FakeDestination { ReopenError = new InvalidOperationException("odd") };
        await using var sink = new LogSink(new LogSinkOptions { Destination = "odd.log" }, destination);
        sink.Reopen();
        destination.AwaitReopen();
        sink.TryWrite("line"u8);
        sink.Flush(TimeSpan.FromSeconds(30)).ShouldBeTrue();
        sink.Failures.ShouldBe(1);
        sink.LastFailure.ShouldBe("odd");
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);

    private sealed class FakeDestination : ILogDestination
    {
        private readonly SemaphoreSlim _reopened = new(0);

        public Exception? ReopenError { get; init; }

        public long Failures => 0;

        public int Write(ReadOnlySpan<byte> lines) => lines.Length;

        public void Reopen()
        {
            _reopened.Release();
            if (ReopenError is not null)
                throw ReopenError;
        }

        public void AwaitReopen() => _reopened.Wait(TimeSpan.FromSeconds(30)).ShouldBeTrue("no reopening within 30 s");

        public void Dispose() => _reopened.Dispose();
    }
}
