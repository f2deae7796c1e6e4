namespace Vitrine.Telemetry.Logs;

/// <summary>A log destination cannot be opened at start-up. The message names the path and the reason, ready for a user.</summary>
public sealed class LogDestinationException(string path, Exception inner)
    : IOException($"Cannot open the log file '{path}': {inner.Message}", inner)
{
    /// <summary>The full path that could not be opened.</summary>
    public string Path { get; } = path;
}
