namespace Vitrine.Ledger.Projections;

/// <summary>A stream of the catalogue, at one moment.</summary>
/// <param name="Name">Its name.</param>
/// <param name="CreatedAt">The position of the entry that began it.</param>
/// <param name="Entries">How many entries it has.</param>
/// <param name="DataBytes">Bytes of their data.</param>
/// <param name="LastPosition">The newest of them, or null.</param>
internal sealed record StreamRow(string Name, long CreatedAt, long Entries, long DataBytes, long? LastPosition);
