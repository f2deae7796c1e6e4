namespace Vitrine.Ledger.Audit.Table;

/// <summary>Records of the trail that follow each other.</summary>
/// <param name="First">The first one's sequence.</param>
/// <param name="Last">The last one's; one less than the first when there is none.</param>
internal readonly record struct AuditSlice(long First, long Last)
{
    /// <summary>How many.</summary>
    public long Count => Last - First + 1;
}
