using Vitrine.Profiling.NetTrace;
using Vitrine.Profiling.Pprof;
using Vitrine.Profiling.Symbols;
using Vitrine.Profiling.Tests.Shapes;

namespace Vitrine.Profiling.Tests.NetTrace;

[Collection(WholeProcess.Name)]
public sealed class EventWindowTests
{
    [Fact]
    public async Task RecordAsync_WithABufferThatIsTooSmall_WarnsInTheProfile()
    {
        var profile = new ProfileBuilder(Symbolizer.OfProcess, ("events", "count"));
        using var sink = new SlowSink();
        using var stop = new CancellationTokenSource();
        var recording = EventWindow.RecordAsync(new EventPipeRequest(RuntimeEvents.Exceptions) { BufferMegabytes = 1 }, sink, TimeSpan.FromMinutes(2), profile, stop.Token);
        do
        {
            KnownShapes.ThrowAndCatch(1);
        }
        while (!sink.IsBehind);
        KnownShapes.ThrowAndCatch(20_000);
        await stop.CancelAsync();
        sink.GoOn();
        await recording;

        var warning = ProfileText.WarningsOf(profile.Build(DateTimeOffset.UtcNow, TimeSpan.Zero)).ShouldHaveSingleItem();
        warning.ShouldMatch(@"^[1-9]\d* of [1-9]\d* events were lost: more came than the buffer of 1 MB could hold");
    }

    /// <summary>A reader that stands still until it may go on.</summary>
    private sealed class SlowSink : INetTraceSink, IDisposable
    {
        private readonly ManualResetEventSlim _goOn = new();

        public bool IsBehind { get; private set; }

        public void OnEvent(in NetTraceEvent record)
        {
            IsBehind = true;
            _goOn.Wait();
        }

        public void GoOn() => _goOn.Set();

        public void Dispose() => _goOn.Dispose();
    }
}
