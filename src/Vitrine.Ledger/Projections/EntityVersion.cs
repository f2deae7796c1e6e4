namespace Vitrine.Ledger.Projections;

/// <summary>An entity as of a position.</summary>
/// <param name="Position">The entry that described it last.</param>
/// <param name="IsRemoved">Whether that entry removed it.</param>
/// <param name="Number">Which version it is, from 1.</param>
/// <param name="Previous">The entry that described it before, or null.</param>
internal readonly record struct EntityVersion(long Position, bool IsRemoved, int Number, long? Previous);
