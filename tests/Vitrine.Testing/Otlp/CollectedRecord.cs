namespace Vitrine.Testing.Otlp;

/// <summary>A log record as a collector got it.</summary>
/// <param name="Logger">The scope's name.</param>
/// <param name="Severity">The severity's text.</param>
/// <param name="Body">The message.</param>
/// <param name="TraceId">32 digits, or empty.</param>
/// <param name="SpanId">16 digits, or empty.</param>
/// <param name="TimeUnixNano">When it happened.</param>
/// <param name="Attributes">The record's attributes.</param>
/// <param name="Resource">The resource's attributes.</param>
public sealed record CollectedRecord(
    string Logger,
    string Severity,
    string Body,
    string TraceId,
    string SpanId,
    long TimeUnixNano,
    IReadOnlyDictionary<string, string> Attributes,
    IReadOnlyDictionary<string, string> Resource);
