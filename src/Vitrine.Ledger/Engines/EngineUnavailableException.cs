namespace Vitrine.Ledger.Engines;

/// <summary>The engine takes no command now, and wrote nothing.</summary>
/// <param name="type">The kind, as clients see it: no_quorum, no_space, queue_full, recovering, standby, shutting_down.</param>
/// <param name="message">What is the matter, and the remedy where there is one.</param>
/// <param name="inner">What it follows from.</param>
public sealed class EngineUnavailableException(string type, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The kind, as clients see it.</summary>
    public string Type { get; } = type;
}
