namespace Vitrine.Ledger;

/// <summary>Numbers of this project's log records. Append only.</summary>
internal static class EventIds
{
    public const int Configured = 1;
    public const int Warned = 2;
    public const int EngineStarted = 3;
    public const int EngineFailed = 4;
    public const int Draining = 5;
    public const int ProjectionOpened = 6;
    public const int ProjectionForgotten = 7;
    public const int ProjectionDamaged = 8;
    public const int ProjectionFailed = 9;
    public const int SnapshotUnusable = 10;
    public const int ProjectionNotSaved = 11;

    public const int TailCut = 41;
    public const int CheckpointUnreadable = 42;
    public const int CheckpointFailed = 43;
    public const int AsyncSync = 44;
    public const int WriteFailed = 45;
    public const int FlushFailed = 46;
    public const int Damaged = 47;
    public const int Verified = 48;
    public const int SequencerFailed = 49;

    public const int TailInterrupted = 71;
    public const int TailStuck = 72;
}
