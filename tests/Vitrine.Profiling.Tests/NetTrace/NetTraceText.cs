using System.Text;
using Vitrine.Profiling.NetTrace;

namespace Vitrine.Profiling.Tests.NetTrace;

/// <summary>Writes a line for each event: its number and version, its payload's bytes, its stack's frames.</summary>
internal sealed class NetTraceText : INetTraceSink
{
    private readonly StringBuilder _lines = new();

    public int Events { get; private set; }

    /// <summary>Reads a stream into lines, the last one a summary.</summary>
    public static string Of(byte[] stream)
    {
        var text = new NetTraceText();
        var summary = new NetTraceReader(new MemoryStream(stream), text).Read();
        return $"{text._lines}{summary.Events} events, {summary.LostEvents} lost, {summary.SizeBytes} bytes\n";
    }

    public void OnEvent(in NetTraceEvent record)
    {
        Events++;
        _lines.Append($"{record.Type.Provider} {record.Type.Id} v{record.Type.Version}: {record.Payload.Left} bytes, {record.Stack.Length} frames\n");
    }
}
