using Vitrine.Profiling.NetTrace;

namespace Vitrine.Profiling.Cpu;

/// <summary>
/// CPU samples from the runtime, for where the kernel gives none: EventPipe suspends all threads at every tick and writes down where they are. It sees
/// those that wait as well, and cannot tell: <see cref="ProcessorShares"/> weighs the samples with the time that each thread really had a processor.
/// </summary>
/// <remarks>
/// The runtime ticks each millisecond unless DOTNET_EventPipeThreadSamplingRate says otherwise before the process starts (hexadecimal: A is 10). The total and the
/// order of methods are right; shares lean towards places where threads can be suspended.
/// </remarks>
internal sealed class EventPipeSampler : ICpuSampler
{
    private static readonly TimeSpan s_readTimesEvery = TimeSpan.FromMilliseconds(100);

    /// <inheritdoc/>
    public string Name => "eventpipe";

    /// <inheritdoc/>
    public bool AreLeavesExact => false;

    /// <inheritdoc/>
    public string? Obstacle() => ThreadTimes.AreKnown ? null : "the processor time of single threads is not known here";

    /// <inheritdoc/>
    public async Task SampleAsync(CpuSamples samples, TimeSpan duration, CancellationToken stop)
    {
        var shares = new ProcessorShares(samples);
        shares.AddTimes(ThreadTimes.Read());
        await using var session = await EventPipeSession.StartAsync(new EventPipeRequest(RuntimeEvents.ThreadSamples), shares);
        samples.Comment("source: EventPipe's sample profiler, weighted with each thread's processor time; shares lean towards safe points");
        // A thread of its own: times must be read while the pool is exhausted, too.
        var reading = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() => ReadTimes(shares, duration, reading, stop)) { IsBackground = true, Name = "vitrine cpu times" }.Start();
        await reading.Task;
        var summary = await session.StopAsync();
        shares.Finish();
        samples.AddLost(summary.LostEvents);
    }

    // Whatever happens goes to who waits: an exception on a thread of ours would end the service.
    private static void ReadTimes(ProcessorShares shares, TimeSpan duration, TaskCompletionSource done, CancellationToken stop)
    {
        try
        {
            var time = new CaptureTime(duration, stop);
            while (time.Wait(s_readTimesEvery)) shares.AddTimes(ThreadTimes.Read());
            shares.AddTimes(ThreadTimes.Read());
            done.SetResult();
        }
        catch (Exception failure)
        {
            done.SetException(failure);
        }
    }
}
