using System.Text;
using Vitrine.Telemetry.Logs;

namespace Vitrine.Telemetry.Tests.Logs;

/// <summary>The line that budgets are stated for: time, level, message and eight fields, about 250 bytes.</summary>
internal sealed class LogLineSample
{
    private static readonly byte[] s_head = JsonLineBuilder.EncodeName("timestamp");
    private static readonly byte[] s_level = Encoding.UTF8.GetBytes(",\"level\":\"INFO\",\"message\":\"request completed\"");
    private static readonly byte[] s_method = JsonLineBuilder.EncodeName("method");
    private static readonly byte[] s_path = JsonLineBuilder.EncodeName("path");
    private static readonly byte[] s_status = JsonLineBuilder.EncodeName("status_code");
    private static readonly byte[] s_duration = JsonLineBuilder.EncodeName("duration_ms");
    private static readonly byte[] s_model = JsonLineBuilder.EncodeName("model");
    private static readonly byte[] s_tokens = JsonLineBuilder.EncodeName("output_tokens");
    private static readonly byte[] s_trace = JsonLineBuilder.EncodeName("trace_id");
    private static readonly byte[] s_sampled = JsonLineBuilder.EncodeName("sampled");

    private readonly DateTimeOffset _start = DateTimeOffset.UnixEpoch;
    private int _number;

    public void WriteTo(LogSink sink)
    {
        _number++;
        var line = JsonLineBuilder.Rent();
        line.BeginObject();
        line.WriteName(s_head);
        line.WriteTime(_start.AddMilliseconds(_number));
        line.WriteRaw(s_level);
        line.WriteName(s_method);
        line.WriteString("POST");
        line.WriteName(s_path);
        line.WriteString("/v1/chat/completions");
        line.WriteName(s_status);
        line.WriteNumber(200L);
        line.WriteName(s_duration);
        line.WriteNumber(_number * 0.125);
        line.WriteName(s_model);
        line.WriteString("vitrine-tiny");
        line.WriteName(s_tokens);
        line.WriteNumber((long)_number);
        line.WriteName(s_trace);
        line.WriteUtf8String("4bf92f3577b34da6a3ce929d0e0e4736"u8);
        line.WriteName(s_sampled);
        line.WriteBool(true);
        line.EndObject();
        sink.TryWrite(line.Finish());
        line.Return();
    }
}
