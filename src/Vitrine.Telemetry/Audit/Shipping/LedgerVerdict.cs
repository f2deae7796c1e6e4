namespace Vitrine.Telemetry.Audit.Shipping;

/// <summary>What a ledger says of a batch.</summary>
internal enum LedgerVerdict
{
    /// <summary>It has all of it, durably.</summary>
    Taken,

    /// <summary>Something in it is no event, or it is too large: the same bytes will never be taken.</summary>
    Refused,

    /// <summary>Not now.</summary>
    Later,
}
