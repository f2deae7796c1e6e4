using System.Buffers;
using System.Text.Json;
using Vitrine.Profiling.Live.Plots;

namespace Vitrine.Profiling.Live;

/// <summary>The two messages of statsviz's protocol. The writer is kept; what it returns is a copy, which many sockets may send for as long as they like.</summary>
internal sealed class LiveMessage : IDisposable
{
    private readonly ArrayBufferWriter<byte> _buffer = new(16 * 1024);
    private readonly Utf8JsonWriter _json;

    public LiveMessage() => _json = new Utf8JsonWriter(_buffer);

    /// <summary>The first message: which charts there are and how they are drawn. The service's name is ours, statsviz has none.</summary>
    public byte[] Config(string service, IReadOnlyList<Plot> plots)
    {
        Begin("config"u8);
        _json.WriteString("service"u8, service);
        _json.WriteStartArray("series"u8);
        foreach (var plot in plots) plot.WriteConfig(_json);
        _json.WriteEndArray();
        _json.WriteStartArray("events"u8);
        _json.WriteStringValue(ReservedNames.LastGc);
        _json.WriteEndArray();
        return End();
    }

    /// <summary>Every further message: the values of a moment.</summary>
    public byte[] Metrics(IReadOnlyList<Plot> plots, LiveSample now)
    {
        Begin("metrics"u8);
        _json.WriteStartObject("series"u8);
        _json.WriteStartArray(ReservedNames.LastGc);
        if (now.LastGcMs > 0) _json.WriteNumberValue(now.LastGcMs);
        _json.WriteEndArray();
        foreach (var plot in plots) plot.WriteValues(_json, now);
        _json.WriteEndObject();
        _json.WriteNumber("timestamp"u8, now.TimestampMs);
        return End();
    }

    public void Dispose() => _json.Dispose();

    private void Begin(ReadOnlySpan<byte> name)
    {
        _buffer.ResetWrittenCount();
        _json.Reset();
        _json.WriteStartObject();
        _json.WriteString("event"u8, name);
        _json.WriteStartObject("data"u8);
    }

    private byte[] End()
    {
        _json.WriteEndObject();
        _json.WriteEndObject();
        _json.Flush();
        return _buffer.WrittenSpan.ToArray();
    }
}
