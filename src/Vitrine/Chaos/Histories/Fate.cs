namespace Vitrine.Chaos.Histories;

/// <summary>What a writer knows of a command.</summary>
internal enum Fate
{
    /// <summary>Nothing: it was not answered, or with "perhaps".</summary>
    Unknown,

    /// <summary>It is in the log.</summary>
    Acknowledged,

    /// <summary>It is not in the log: the ledger could not take it, or would not.</summary>
    NotWritten,
}
