using System.Diagnostics;
using System.Net.Sockets;
using Microsoft.Diagnostics.NETCore.Client;
using Vitrine.Profiling.Pprof;
using ClientSession = Microsoft.Diagnostics.NETCore.Client.EventPipeSession;

namespace Vitrine.Profiling.NetTrace;

/// <summary>
/// Events of this very process, read by a thread of its own until the stream ends. The runtime waits for whoever reads, so that thread waits
/// for nothing else, and drains the stream even when nobody wants the events any more.
/// </summary>
/// <remarks>Dispose what was started: a session that is left open slows the process down for good.</remarks>
internal sealed class EventPipeSession : IAsyncDisposable
{
    private readonly ClientSession _session;
    private readonly TaskCompletionSource<NetTraceSummary> _summary = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task? _stopping;

    private EventPipeSession(ClientSession session, Func<Stream, NetTraceSummary> read)
    {
        _session = session;
        new Thread(() => Drain(read)) { IsBackground = true, Name = "vitrine events" }.Start();
    }

    /// <summary>Starts recording for a sink. With the keywords of a heap dump, the collection has happened when this returns.</summary>
    /// <exception cref="ProfileException">The runtime gives no events to this process; the message says why.</exception>
    public static Task<EventPipeSession> StartAsync(EventPipeRequest request, INetTraceSink sink) =>
        StartAsync(request, stream => new NetTraceReader(stream, sink).Read());

    /// <summary>Starts recording for a reader of the bytes, which is called on the session's thread.</summary>
    /// <exception cref="ProfileException">The runtime gives no events to this process; the message says why.</exception>
    public static Task<EventPipeSession> StartAsync(EventPipeRequest request, Func<Stream, NetTraceSummary> read) =>
        Task.Run(() => new EventPipeSession(Open(request), read));

    /// <summary>Stops recording, and waits until every event is read. About 100 ms: the runtime's own writer ticks that slowly.</summary>
    /// <exception cref="ProfileException">The events could not be read.</exception>
    public async Task<NetTraceSummary> StopAsync()
    {
        await (_stopping ??= Task.Run(_session.Stop));
        try
        {
            return await _summary.Task;
        }
        catch (NetTraceException damage)
        {
            throw new ProfileException($"The events of the runtime could not be read: {damage.Message}.", damage);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        var stopping = _stopping ??= Task.Run(_session.Stop);
        await stopping.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        // When the runtime could not be told, closing the stream ends the reader, and the runtime's writer after it.
        if (!stopping.IsCompletedSuccessfully) _session.Dispose();
        await ((Task)_summary.Task).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _session.Dispose();
    }

    private static ClientSession Open(EventPipeRequest request)
    {
        try
        {
            var configuration = new EventPipeSessionConfiguration(request.Providers, request.BufferMegabytes, request.Rundown, request.Stacks);
            return new DiagnosticsClient(Environment.ProcessId).StartEventPipeSession(configuration);
        }
        catch (Exception failure) when (failure is DiagnosticsClientException or IOException or SocketException or TimeoutException or UnauthorizedAccessException)
        {
            throw EventPipeFailure.Explain(failure);
        }
    }

    // An exception on a thread of ours would end the service: whatever happens goes into the summary.
    private void Drain(Func<Stream, NetTraceSummary> read)
    {
        try
        {
            _summary.SetResult(read(_session.EventStream));
        }
        catch (Exception failure)
        {
            DrainUnread();
            _summary.SetException(failure);
        }
    }

    private void DrainUnread()
    {
        try
        {
            _session.EventStream.CopyTo(Stream.Null);
        }
        catch (Exception failure)
        {
            Debug.WriteLine(failure);
        }
    }
}
