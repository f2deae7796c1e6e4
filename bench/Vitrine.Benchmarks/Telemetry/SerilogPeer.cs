using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Json;

namespace Vitrine.Benchmarks.Telemetry;

/// <summary>Serilog with its JSON formatter and a buffered file: the peer of the log sink.</summary>
internal sealed class SerilogPeer : IDisposable
{
    private readonly StreamWriter _file;
    private readonly Logger _logger;

    public SerilogPeer(string path)
    {
        _file = new StreamWriter(path, append: false, System.Text.Encoding.UTF8, bufferSize: 64 * 1024);
        _logger = new LoggerConfiguration().WriteTo.Sink(new JsonSink(_file)).CreateLogger();
    }

    public void Write(int n)
    {
        for (var i = 0; i < n; i++)
        {
            _logger.Information(
                "request completed {method} {path} {status} {model} {sequence} {duration_ms} {request_id} {protocol}",
                "POST", "/v1/chat/completions", 200, "vitrine-tiny", i, 12.5, "550e8400-e29b-41d4-a716-446655440000", "HTTP/1.1");
        }

        _file.Flush();
    }

    public void Dispose()
    {
        _logger.Dispose();
        _file.Dispose();
    }

    private sealed class JsonSink(TextWriter file) : ILogEventSink
    {
        private readonly JsonFormatter _formatter = new();

        public void Emit(LogEvent logEvent) => _formatter.Format(logEvent, file);
    }
}
