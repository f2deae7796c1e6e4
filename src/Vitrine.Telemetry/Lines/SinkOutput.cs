using Vitrine.Telemetry.Logs;

namespace Vitrine.Telemetry.Lines;

/// <summary>Sends lines to a sink and keeps the newest for the debug page; pretty ones are rendered for the sink only.</summary>
public sealed class SinkOutput(LogSink sink, RecentLines? recent, PrettyLine? pretty = null) : ILineOutput
{
    [ThreadStatic]
    private static System.Buffers.ArrayBufferWriter<byte>? t_pretty;

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> line)
    {
        recent?.Add(line);
        if (pretty is null)
        {
            sink.TryWrite(line);
            return;
        }

        var text = t_pretty ??= new System.Buffers.ArrayBufferWriter<byte>(512);
        text.ResetWrittenCount();
        pretty.Render(line, text);
        sink.TryWrite(text.WrittenSpan);
    }
}
