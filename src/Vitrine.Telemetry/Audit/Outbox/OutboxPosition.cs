namespace Vitrine.Telemetry.Audit.Outbox;

/// <summary>A place between two entries of an outbox.</summary>
/// <param name="Segment">The segment's number, from 1.</param>
/// <param name="Offset">Bytes from its beginning; 0 stands before its header.</param>
internal sealed record OutboxPosition(long Segment, long Offset);
