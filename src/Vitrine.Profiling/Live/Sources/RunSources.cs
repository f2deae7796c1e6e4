using Vitrine.Profiling.Live.Plots;
using Vitrine.Profiling.NetTrace;
using Vitrine.Profiling.Pprof;

namespace Vitrine.Profiling.Live.Sources;

/// <summary>What counts only while somebody looks: opened when the first page comes, closed when the last one has gone.</summary>
internal sealed class RunSources : IAsyncDisposable
{
    private readonly EventPipeSession? _session;

    private RunSources(EventPipeSession? session, RuntimeTotals? events, string? silence)
    {
        (_session, Events, Silence) = (session, events, silence);
        Dispatch = new DispatchProbe(DispatchWaits);
    }

    /// <summary>What the runtime's events add up to, or null when it gives none to this process.</summary>
    public RuntimeTotals? Events { get; }

    /// <summary>Why there are no events, as a sentence, or null.</summary>
    public string? Silence { get; }

    public ExceptionCount Exceptions { get; } = new();

    public SocketFigures Sockets { get; } = new();

    /// <summary>The pauses of the last collection of each second: all there is without events.</summary>
    public Histogram LastPauses { get; } = Histogram.OfSeconds();

    /// <summary>How long work items waited for a thread of the pool.</summary>
    public Histogram DispatchWaits { get; } = Histogram.OfSeconds();

    public DispatchProbe Dispatch { get; }

    /// <summary>Opens all of them. Without events the rest is still worth seeing.</summary>
    public static async Task<RunSources> OpenAsync()
    {
        var events = new RuntimeTotals();
        try
        {
            return new RunSources(await EventPipeSession.StartAsync(RuntimeTotals.Request, events), events, silence: null);
        }
        catch (ProfileException unavailable)
        {
            return WithoutEvents(unavailable.Message);
        }
    }

    /// <summary>What there is to see in a process whose runtime gives no events.</summary>
    public static RunSources WithoutEvents(string silence) => new(session: null, events: null, silence);

    public ValueTask DisposeAsync()
    {
        Exceptions.Dispose();
        Sockets.Dispose();
        return _session?.DisposeAsync() ?? ValueTask.CompletedTask;
    }
}
