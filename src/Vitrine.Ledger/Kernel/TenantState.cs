using System.Collections.Immutable;

namespace Vitrine.Ledger.Kernel;

/// <summary>A registered tenant.</summary>
/// <param name="CreatedAt">The position of the entry that registered it.</param>
/// <param name="Streams">Its streams, with the positions of the entries that began them.</param>
/// <param name="SealedAt">The position of the entry that sealed it, or null.</param>
public sealed record TenantState(long CreatedAt, ImmutableDictionary<string, long> Streams, long? SealedAt = null)
{
    /// <summary>Whether it takes no more entries.</summary>
    public bool IsSealed => SealedAt is not null;
}
