namespace Vitrine.Telemetry.Lines;

/// <summary>What an envelope can hold beside a line's own fields.</summary>
internal enum EnvelopeSlot
{
    Constant,
    Time,
    Level,
    Message,
    Logger,
    TraceId,
    SpanId,
    Sampled,
    Exception,
    Service,
    EventId,
    Fields,
    Object,
}
