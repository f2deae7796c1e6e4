namespace Vitrine.Chaos.Plans;

/// <summary>What a campaign does to a ledger.</summary>
internal enum FaultKind
{
    /// <summary>The process dies: what no fsync covered may be gone. With etcd, kill -9 of a ledger node.</summary>
    Kill,

    /// <summary>The process is stopped in order, with commands under way, and started again. With etcd, SIGTERM of a ledger node.</summary>
    Restart,

    /// <summary>The process dies while it writes, and the disk kept some sectors of the write and not others. With etcd, kill -9 of a ledger node whose newest segment is torn then.</summary>
    TornWrite,

    /// <summary>One bit of a segment changes, sealed or open.</summary>
    BitFlip,

    /// <summary>The disk has no room for the next write.</summary>
    DiskFull,

    /// <summary>An fsync fails, and what it should have made durable never becomes so.</summary>
    FlushFailure,

    /// <summary>An fsync takes so long that everybody else queues behind it.</summary>
    SlowFlush,

    /// <summary>The process stands still for a while. With etcd, SIGSTOP of a ledger node.</summary>
    Pause,

    /// <summary>The clock jumps back by up to a day; with etcd, that of a ledger node.</summary>
    ClockBack,

    /// <summary>The clock jumps forward by up to a day.</summary>
    ClockForward,

    /// <summary>A ledger node cannot reach the cluster.</summary>
    NetworkCut,

    /// <summary>kill -9 of an etcd member.</summary>
    MemberKill,

    /// <summary>SIGSTOP of an etcd member.</summary>
    MemberPause,
}
