using Microsoft.Extensions.Logging;
using Vitrine.Telemetry.Audit;
using Vitrine.Telemetry.Logs;

namespace Vitrine.Telemetry.Lines;

/// <summary>The shape around every line of a service's log. All names and constants are rendered once.</summary>
internal sealed class Envelope(EnvelopePart[] parts, byte[][] levels, byte[] service)
{
    /// <summary>Writes a whole line.</summary>
    public void Write<TContent>(JsonLineBuilder line, in TContent content) where TContent : struct, ILineContent
    {
        line.BeginObject();
        WriteParts(line, parts, content);
        line.EndObject();
    }

    private void WriteParts<TContent>(JsonLineBuilder line, EnvelopePart[] all, in TContent content) where TContent : struct, ILineContent
    {
        foreach (var part in all) Write(line, part, content);
    }

    private void Write<TContent>(JsonLineBuilder line, EnvelopePart part, in TContent content) where TContent : struct, ILineContent
    {
        switch (part.Slot)
        {
            case EnvelopeSlot.Fields: content.WriteFields(line); return;
            case EnvelopeSlot.Message: WriteMessage(line, part, content); return;
            case EnvelopeSlot.TraceId or EnvelopeSlot.SpanId or EnvelopeSlot.Sampled: WriteSpan(line, part, content); return;
            case EnvelopeSlot.Exception when content.Exception is null: return;
        }

        line.WriteName(part.Name);
        switch (part.Slot)
        {
            case EnvelopeSlot.Constant: line.WriteRaw(part.Constant!); break;
            case EnvelopeSlot.Time: line.WriteTime(content.Time); break;
            case EnvelopeSlot.Level: line.WriteRaw(levels[Math.Min((int)content.Level, (int)LogLevel.Critical)]); break;
            case EnvelopeSlot.Logger: line.WriteString(content.Logger); break;
            case EnvelopeSlot.Service: line.WriteRaw(service); break;
            case EnvelopeSlot.EventId: line.WriteId(AuditEventId.New(content.Time)); break;
            case EnvelopeSlot.Exception: line.WriteString(content.Exception!.ToString()); break;
            case EnvelopeSlot.Object:
                line.BeginObject();
                WriteParts(line, part.Parts!, content);
                line.EndObject();
                break;
        }
    }

    private static void WriteMessage<TContent>(JsonLineBuilder line, EnvelopePart part, in TContent content) where TContent : struct, ILineContent
    {
        line.WriteName(part.Name);
        if (!content.WriteMessage(line)) line.WriteRaw("\"\""u8);
    }

    private static void WriteSpan<TContent>(JsonLineBuilder line, EnvelopePart part, in TContent content) where TContent : struct, ILineContent
    {
        if (content.Span is not { } span)
        {
            if (part.Constant is null) return;
            line.WriteName(part.Name);
            line.WriteRaw(part.Constant);
            return;
        }

        line.WriteName(part.Name);
        if (part.Slot == EnvelopeSlot.Sampled) line.WriteBool(span.Recorded);
        else line.WriteString(part.Slot == EnvelopeSlot.TraceId ? span.TraceId.ToHexString() : span.SpanId.ToHexString());
    }
}
