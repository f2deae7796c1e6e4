namespace Vitrine.Ledger.Entries;

/// <summary>One entry of the log, immutable and the same on every node.</summary>
/// <remarks>The chain: <c>Hash = SHA-256(PreviousHash ‖ body)</c>, where the body is what <see cref="EntryCodec"/> writes of all the other members.</remarks>
public sealed record LogEntry
{
    /// <summary>Its place, from 1, without gaps.</summary>
    public required long Position { get; init; }

    /// <summary>When its command came to the node that wrote it, Unix milliseconds UTC; never before the entry before it.</summary>
    public required long TimestampMs { get; init; }

    /// <summary>What it does.</summary>
    public required EntryKind Kind { get; init; }

    /// <summary>Entries of the same command that follow it: a command is in the log whole or not at all.</summary>
    public int Remaining { get; init; }

    /// <summary>The tenant.</summary>
    public required string Tenant { get; init; }

    /// <summary>The tenant's stream; empty when the entry is about the tenant.</summary>
    public string Stream { get; init; } = "";

    /// <summary>The entity that it describes; empty when none.</summary>
    public string Key { get; init; } = "";

    /// <summary>The idempotency key of its command; empty when the client gave none.</summary>
    public string CommandKey { get; init; } = "";

    /// <summary>What the client wants kept.</summary>
    public ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>The hash of the entry before it.</summary>
    public EntryHash PreviousHash { get; init; }

    /// <summary>Its own hash.</summary>
    public EntryHash Hash { get; init; }

    /// <summary>The log's end, if it is the last.</summary>
    public LogHead Head => new(Position, Hash, TimestampMs);
}
