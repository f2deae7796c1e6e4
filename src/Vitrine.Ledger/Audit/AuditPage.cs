namespace Vitrine.Ledger.Audit;

/// <summary>One answer of a query over the trail.</summary>
public static class AuditPage
{
    /// <summary>Records of one answer when the client does not say.</summary>
    public const int UsualRecords = 100;

    /// <summary>The most records of one answer.</summary>
    public const int MostRecords = 1000;
}
