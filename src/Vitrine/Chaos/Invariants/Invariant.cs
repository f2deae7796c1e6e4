namespace Vitrine.Chaos.Invariants;

/// <summary>What holds of a ledger whatever happens to it. docs/chaos.md says how each is checked.</summary>
internal enum Invariant
{
    /// <summary>What was acknowledged is in the log, at the positions and with the data that the answer was about.</summary>
    AcknowledgedKept,

    /// <summary>What was refused, or could not be taken, is not in the log.</summary>
    RefusedNotWritten,

    /// <summary>No command is in the log twice.</summary>
    NoDuplicates,

    /// <summary>A command is in the log whole, its entries one after the other, or not at all.</summary>
    Whole,

    /// <summary>Positions are dense, time does not go back, and what was sent after an answer stands behind what was answered.</summary>
    Order,

    /// <summary>Every entry's hash is that of the one before it and of its body, and nobody's entries are in the log but the writers'.</summary>
    Chain,

    /// <summary>All nodes hold the same entries, and after a fault all of what was acknowledged.</summary>
    EqualNodes,

    /// <summary>A reader never sees an older head than before, nor another entry at a position.</summary>
    ReadsNeverGoBack,

    /// <summary>A command sent again gets the positions of the first time.</summary>
    RepeatSamePositions,

    /// <summary>Damage is reported with its place: neither skipped nor served.</summary>
    DamageReported,

    /// <summary>An engine that cannot take a command says so in one of its two ways, and within the time.</summary>
    AnswersAreTyped,

    /// <summary>Once a fault is over, every node serves again.</summary>
    Recovers,
}
