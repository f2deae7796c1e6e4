namespace Vitrine.Ledger.Requests;

/// <summary>What a request may bring, and how much it may ask for at once.</summary>
public sealed record RequestLimits
{
    /// <value>Bytes of a body. The default is 8 MiB.</value>
    public long BodyBytes { get; init; } = 8 * 1024 * 1024;

    /// <value>Bytes of an entry's data. The default is 1 MiB.</value>
    public int DataBytes { get; init; } = 1024 * 1024;

    /// <value>Entries of one request. The default is 1,000.</value>
    public int EntriesPerBatch { get; init; } = 1000;

    /// <value>Rows of one answer. The default is 1,000.</value>
    public int RowsPerPage { get; init; } = 1000;
}
