namespace Vitrine.Ledger.Projections;

/// <summary>A tenant of the catalogue, at one moment.</summary>
/// <param name="Name">Its name.</param>
/// <param name="CreatedAt">The position of the entry that registered it.</param>
/// <param name="CreatedMs">When, Unix milliseconds UTC.</param>
/// <param name="SealedAt">The position of the entry that sealed it, or null.</param>
/// <param name="Streams">Its streams in the order of their names.</param>
internal sealed record TenantRow(string Name, long CreatedAt, long CreatedMs, long? SealedAt, IReadOnlyList<StreamRow> Streams);
