namespace Vitrine.Telemetry.Packs;

/// <summary>A log line as a pack declares it.</summary>
/// <param name="Name">Its name within the pack.</param>
/// <param name="Level">Its level.</param>
/// <param name="Message">Its message, a template; empty when it has none.</param>
/// <param name="Source">On what it is written, such as <c>end inference</c>.</param>
public sealed record LineOutline(string Name, string Level, string Message, string Source);
