namespace Vitrine.Ledger;

/// <summary>Numbers of this project's log records. Append only.</summary>
internal static class EventIds
{
    public const int TailCut = 41;
    public const int CheckpointUnreadable = 42;
    public const int CheckpointFailed = 43;
    public const int AsyncSync = 44;
    public const int WriteFailed = 45;
    public const int FlushFailed = 46;
    public const int Damaged = 47;
    public const int Verified = 48;
}
