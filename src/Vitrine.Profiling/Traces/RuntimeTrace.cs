using System.Diagnostics.Tracing;
using Microsoft.Diagnostics.NETCore.Client;
using Vitrine.Profiling.NetTrace;
using Vitrine.Profiling.Pprof;
using EventPipeSession = Vitrine.Profiling.NetTrace.EventPipeSession;

namespace Vitrine.Profiling.Traces;

/// <summary>
/// <c>/debug/pprof/trace</c>: the runtime's events and the stacks of all threads as a <c>.nettrace</c> file, complete with the names of all methods,
/// for PerfView, Visual Studio and <c>dotnet-trace convert</c>. Go's trace is another format; <c>go tool trace</c> does not read this one.
/// </summary>
internal sealed class RuntimeTrace
{
    /// <summary>Where the capture ends early; the names, some 10 MB, still follow.</summary>
    private const long FullBytes = 512L * 1024 * 1024;

    /// <summary>Where the file is given up.</summary>
    private const long MaxBytes = FullBytes + 128L * 1024 * 1024;

    /// <summary>What dotnet-trace collects unless told otherwise: collections, loading, compiling, locks, threads, exceptions.</summary>
    private const long DefaultKeywords = 0x14_c14f_ccbd;

    private static readonly EventPipeRequest s_request = new(RuntimeEvents.ThreadSamples, new EventPipeProvider(RuntimeEvents.Provider, EventLevel.Informational, DefaultKeywords))
    {
        BufferMegabytes = 256,
        Rundown = true,
    };

    private bool _isBusy;

    /// <summary>The one of this process.</summary>
    public static RuntimeTrace OfProcess { get; } = new();

    /// <summary>Records for a while, or until <paramref name="stop"/> fires, and sends what comes while it comes.</summary>
    /// <exception cref="ProfileException">One is being recorded already, or there are no events to be had here.</exception>
    public async Task CaptureAsync(HttpContext context, TimeSpan duration, CancellationToken stop)
    {
        if (Interlocked.Exchange(ref _isBusy, true)) throw new ProfileException("Could not enable tracing: tracing is already enabled");
        try
        {
            using var spill = new TraceSpill();
            using var full = CancellationTokenSource.CreateLinkedTokenSource(stop);
            await using var session = await EventPipeSession.StartAsync(s_request, stream => Copy(stream, spill, full));
            PprofAnswer.BeginFile(context, "trace");
            var sending = spill.CopyToAsync(context.Response.Body, context.RequestAborted);
            await Task.Delay(duration, full.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await session.StopAsync();
            await sending;
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client left; the session has been stopped and drained.
        }
        finally
        {
            Volatile.Write(ref _isBusy, false);
        }
    }

    // On the session's thread: it writes to the file and does nothing else.
    private static NetTraceSummary Copy(Stream stream, TraceSpill spill, CancellationTokenSource full)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (stream.Read(buffer) is var count and > 0)
            {
                if (spill.WrittenBytes + count > MaxBytes) throw new IOException($"the trace is larger than {MaxBytes >> 20} MB");
                spill.Write(buffer.AsSpan(0, count));
                if (spill.WrittenBytes > FullBytes) _ = full.CancelAsync();
            }
        }
        catch (Exception failure)
        {
            spill.Complete(failure);
            throw;
        }

        spill.Complete();
        return new NetTraceSummary(0, 0, spill.WrittenBytes);
    }
}
