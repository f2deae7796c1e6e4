namespace Vitrine.Ledger.Engines;

/// <summary>The log on disk holds something that does not verify, and not at its torn end.</summary>
public sealed class LogDamageException(string segment, long offset, long position, LogCheck check, string what)
    : Exception($"{segment} at byte {offset} (entry {position}): {what}")
{
    /// <summary>The segment's file.</summary>
    public string Segment { get; } = segment;

    /// <summary>The byte in it where the entry begins.</summary>
    public long Offset { get; } = offset;

    /// <summary>The entry's position, as the order of entries has it.</summary>
    public long Position { get; } = position;

    /// <summary>What does not verify.</summary>
    public LogCheck Check { get; } = check;

    /// <summary>The answer of a node whose copy nobody repairs, with what a person can do.</summary>
    public EngineUnavailableException Refusal() => new(
        "log_damaged",
        $"The log is damaged: {Message}. Put its folder back from a backup, or from a node that holds the same log, without the files lock and view; nothing is written until the log is whole.",
        this);
}
