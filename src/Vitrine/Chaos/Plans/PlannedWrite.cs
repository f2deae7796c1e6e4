namespace Vitrine.Chaos.Plans;

/// <summary>What a writer does in a round.</summary>
/// <param name="Writer">The writer, from 0.</param>
/// <param name="Node">The node that it turns to, from 0.</param>
/// <param name="Tenant">Whose entries.</param>
/// <param name="Stream">The tenant's stream.</param>
internal sealed record PlannedWrite(int Writer, int Node, string Tenant, string Stream)
{
    /// <summary>How many entries; 0 seals the tenant instead.</summary>
    public int Entries { get; init; } = 1;

    /// <summary>Bytes of each entry's data.</summary>
    public int DataBytes { get; init; }

    /// <summary>Whether the command carries an idempotency key.</summary>
    public bool HasKey { get; init; }

    /// <summary>Whether the writer sends its last command with a key once more, instead of a new one.</summary>
    public bool IsRepeat { get; init; }
}
