namespace Vitrine.Telemetry.Audit.Outbox;

/// <summary>An entry as it was read, and the place behind it.</summary>
/// <param name="Json">An <see cref="AuditEvent"/>.</param>
/// <param name="End">Bytes from the beginning of its segment to the end of its line.</param>
internal readonly record struct OutboxEntry(ReadOnlyMemory<byte> Json, long End);
