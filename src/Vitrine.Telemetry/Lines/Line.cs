using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Vitrine.Telemetry.Logs;
using Vitrine.Telemetry.Metrics;
using Vitrine.Telemetry.Packs;

namespace Vitrine.Telemetry.Lines;

/// <summary>A log line of a pack, bound to the facts of its kind.</summary>
internal sealed class Line(LineDefinition definition, Kind kind, Condition[] conditions, Template? message, Field[] fields, Template[] text)
{
    private LineTally[] _tallies = [];

    public LineDefinition Definition => definition;

    public Kind Kind => kind;

    /// <summary>Those who count this line for an equation.</summary>
    public LineTally[] Tallies => _tallies;

    public void AddTally(LineTally tally) => _tallies = [.. _tallies, tally];

    /// <summary>Whether this operation writes the line.</summary>
    public bool Applies(Operation operation) => Condition.All(conditions, new OperationReader(operation));

    /// <summary>Renders the line as JSON, in the envelope unless it is bare.</summary>
    public void WriteJson(JsonLineBuilder line, Operation operation, Envelope envelope)
    {
        if (!definition.IsBare)
        {
            envelope.Write(line, new OperationLine(this, operation));
            return;
        }

        line.BeginObject();
        WriteFields(line, operation);
        line.EndObject();
    }

    /// <summary>Writes the fields alone, each with its name.</summary>
    public void WriteFields(JsonLineBuilder line, Operation operation)
    {
        foreach (var field in fields) field.Write(line, operation);
    }

    /// <summary>The message, rendered; null when the line has none.</summary>
    public string? MessageOf(Operation operation)
    {
        if (message is null) return null;
        return message.IsLiteral ? message.Parts.Count == 0 ? "" : message.Parts[0].Literal : message.Render(operation);
    }

    /// <summary>When that happened which the line tells.</summary>
    public DateTimeOffset TimeOf(Operation operation) => definition.Moment == LineMoment.Open ? operation.StartedAt : operation.StartedAt + operation.Duration;

    /// <summary>Renders the text form.</summary>
    public void WriteText(JsonLineBuilder line, Operation operation)
    {
        foreach (var segment in text)
        {
            if (segment.IsShown(operation)) Write(line, segment, operation);
        }
    }

    private static void Write(JsonLineBuilder line, Template template, Operation operation)
    {
        foreach (var part in template.Parts)
        {
            if (part.Source is null) ValueText.Write(line, part.Literal);
            else if (part.Source.TryRead(new OperationReader(operation), out var value)) ValueText.WriteText(line, value, part.Format!);
            else if (part.Source.Type is not FactType.Text) ValueText.Write(line, "0");
        }
    }

    private bool WriteMessage(JsonLineBuilder line, Operation operation)
    {
        if (MessageOf(operation) is not { } text) return false;
        // A message with placeholders holds strangers' values: it is rendered first and escaped as a whole.
        line.WriteString(text);
        return true;
    }

    /// <summary>An operation as the content of an envelope.</summary>
    private readonly struct OperationLine(Line line, Operation operation) : ILineContent
    {
        public DateTimeOffset Time => line.TimeOf(operation);

        public LogLevel Level => line.Definition.Level;

        public string Logger => line.Definition.Logger;

        public Activity? Span => Source.SpanOf(operation);

        public Exception? Exception => null;

        public bool WriteMessage(JsonLineBuilder to) => line.WriteMessage(to, operation);

        public void WriteFields(JsonLineBuilder to) => line.WriteFields(to, operation);
    }
}
