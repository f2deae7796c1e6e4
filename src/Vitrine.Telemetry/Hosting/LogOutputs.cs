using Vitrine.Telemetry.Lines;
using Vitrine.Telemetry.Logs;
using Vitrine.Telemetry.Packs;

namespace Vitrine.Telemetry.Hosting;

/// <summary>
/// Opens the destinations of a service's log, one sink each, and closes them after everything that writes. Whatever the destination, the
/// newest lines stay in memory for <c>/debug/logs</c>; a service that keeps its own logging has that alone.
/// </summary>
internal sealed class LogOutputs(VitrineOptions options, RecentLines recent) : IAsyncDisposable, IDisposable
{
    private readonly List<LogSink> _sinks = [];
    private readonly ReopenOnHangup _hangup = new();

    /// <summary>Lines that found no room or no destination.</summary>
    public long Dropped => _sinks.Sum(sink => sink.Dropped);

    /// <summary>Makes the log, shaped by the first pack.</summary>
    /// <exception cref="LogDestinationException">A file cannot be opened.</exception>
    public ServiceLog MakeLog()
    {
        var pack = options.LoadPacks() is [var first, ..] ? first : null;
        return ServiceLog.Create(pack, options.ServiceName, options.Log ?? new ServiceLogOptions(), destination => Open(destination, pack));
    }

    public async ValueTask DisposeAsync()
    {
        _hangup.Dispose();
        foreach (var sink in _sinks) await sink.DisposeAsync();
    }

    public void Dispose()
    {
#pragma warning disable VSTHRD002 // A host that is disposed synchronously wants its last lines written all the same; sinks stop within their own deadline.
        DisposeAsync().AsTask().GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
    }

    private ILineOutput Open(string destination, Pack? pack)
    {
        if (options.Log is not { } log) return new RecentOutput(recent);
        var sink = LogSink.Open(options.LogSink with { Destination = destination });
        _sinks.Add(sink);
        _hangup.Add(sink);
        return new SinkOutput(sink, recent, log.Pretty ? new PrettyLine(PrettyKeys.Of(pack), log.Colours) : null);
    }

    /// <summary>Keeps lines for the debug page and writes them nowhere.</summary>
    private sealed class RecentOutput(RecentLines recent) : ILineOutput
    {
        public void Write(ReadOnlySpan<byte> line) => recent.Add(line);
    }
}
