using System.Diagnostics;
using Vitrine.Profiling.NetTrace;

namespace Vitrine.Profiling.Tests.NetTrace;

public sealed class EventPipeSessionTests
{
    private static readonly EventPipeRequest s_exceptions = new(RuntimeEvents.Exceptions);

    [Fact]
    public async Task StopAsync_AfterAnException_HasReadItWithItsThreadTimeAndStack()
    {
        var sink = new ExceptionTypes();
        var before = Stopwatch.GetTimestamp();
        await using var session = await EventPipeSession.StartAsync(s_exceptions, sink);
        Should.Throw<KnownException>(() => throw new KnownException());
        var summary = await session.StopAsync();

        summary.LostEvents.ShouldBe(0);
        summary.Events.ShouldBeGreaterThan(0);
        var known = sink.Seen.ShouldHaveSingleItem();
        known.Thread.ShouldBeGreaterThan(0);
        known.Timestamp.ShouldBeInRange(before, Stopwatch.GetTimestamp());
        known.Frames.ShouldBeGreaterThan(3);
    }

    [Fact]
    public async Task StopAsync_WithASinkThatFails_DrainsTheStreamAndTellsTheFailure()
    {
        await using var session = await EventPipeSession.StartAsync(s_exceptions, new FailingSink());
        for (var i = 0; i < 1_000; i++) Should.Throw<KnownException>(() => throw new KnownException());
        (await Should.ThrowAsync<InvalidOperationException>(session.StopAsync())).Message.ShouldBe("a sink fails");
    }

    [Fact]
    public async Task StartAsync_ManySessionsAtOnce_AreSeparate()
    {
        var sinks = Enumerable.Range(0, 5).Select(_ => new ExceptionTypes()).ToArray();
        var sessions = await Task.WhenAll(sinks.Select(sink => EventPipeSession.StartAsync(s_exceptions, sink)));
        Should.Throw<KnownException>(() => throw new KnownException());
        foreach (var session in sessions) await session.DisposeAsync();
        sinks.ShouldAllBe(sink => sink.Seen.Count == 1);
    }

    private sealed class KnownException : Exception;

    private sealed class FailingSink : INetTraceSink
    {
        public void OnEvent(in NetTraceEvent record) => throw new InvalidOperationException("a sink fails");
    }

    private sealed class ExceptionTypes : INetTraceSink
    {
        public List<(long Thread, long Timestamp, int Frames)> Seen { get; } = [];

        public void OnEvent(in NetTraceEvent record)
        {
            var payload = record.Payload;
            if (record.Type.Id == RuntimeEvents.ExceptionThrown && payload.Text().EndsWith(nameof(KnownException))) Seen.Add((record.ThreadId, record.Timestamp, record.Stack.Length));
        }
    }
}
