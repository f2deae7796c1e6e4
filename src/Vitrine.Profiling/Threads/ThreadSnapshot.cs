using Vitrine.Profiling.NetTrace;
using Vitrine.Profiling.Pprof;

namespace Vitrine.Profiling.Threads;

/// <summary>
/// The stacks of all managed threads at one moment: the first tick of the runtime's sampler, which holds all of them while it looks. Threads that
/// never ran managed code have no such stack.
/// </summary>
internal sealed class ThreadSnapshot : INetTraceSink
{
    private const int Managed = 2;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private readonly Dictionary<long, ThreadStack> _threads = [];
    private readonly TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ThreadSnapshot()
    {
    }

    /// <summary>Looks; about 0.2 s, of which the threads stand still for well under a millisecond each tick.</summary>
    /// <exception cref="ProfileException">There are no events to be had here.</exception>
    public static async Task<IReadOnlyDictionary<long, ThreadStack>> TakeAsync(ProfileBuilder profile, CancellationToken stop)
    {
        var snapshot = new ThreadSnapshot();
        var request = new EventPipeRequest(RuntimeEvents.ThreadSamples);
        await using var session = await EventPipeSession.StartAsync(request, snapshot);
        await Task.WhenAny(snapshot._complete.Task, Task.Delay(s_patience, stop));
        EventWindow.TellLosses(await session.StopAsync(), request, profile);
        return snapshot._threads;
    }

    /// <inheritdoc/>
    public void OnEvent(in NetTraceEvent record)
    {
        if (record.Type.Provider != RuntimeEvents.Sampler) return;
        // Whoever is met a second time ends the first tick: by then everybody was met once.
        if (_threads.ContainsKey(record.ThreadId)) _complete.TrySetResult();
        else _threads.Add(record.ThreadId, new ThreadStack(record.Stack.ToArray(), record.Payload.Int32() == Managed));
    }
}
