namespace Vitrine.Telemetry.Logs;

/// <summary>Which properties of a JSON log line <see cref="PrettyLine"/> shows in front; a pack's envelope decides.</summary>
/// <param name="Time">RFC 3339 text, or a number of seconds, milliseconds or nanoseconds since 1970. Shown as UTC.</param>
/// <param name="Level">A level by name, in any vocabulary.</param>
/// <param name="Message">The message. Empty or missing is fine: an access log has none.</param>
/// <param name="Fields">An object that only wraps the other fields; its name is left out of theirs. Null when there is none.</param>
public sealed record PrettyLineKeys(string Time = "timestamp", string Level = "level", string Message = "message", string? Fields = null);
