namespace Vitrine.Ledger.Etcd.Client;

/// <summary>What went wrong with a call to etcd. All but <see cref="Lost"/> and <see cref="NoSpace"/> say that it had no effect.</summary>
internal enum EtcdError
{
    /// <summary>The member takes no connection.</summary>
    Unreachable,

    /// <summary>The member knows no leader: it is cut off, or too few of the cluster are left.</summary>
    NoLeader,

    /// <summary>The member only learns, and serves nobody.</summary>
    Learner,

    /// <summary>The request is larger than <c>--max-request-bytes</c>.</summary>
    TooLarge,

    /// <summary>The database is at <c>--quota-backend-bytes</c>. The write that finds it so may have happened.</summary>
    NoSpace,

    /// <summary>The revision was compacted away.</summary>
    Compacted,

    /// <summary>The request is wrong, or not allowed: asking again changes nothing.</summary>
    Refused,

    /// <summary>The call was sent and no answer came, or one that does not tell: a write may have happened, and may still happen.</summary>
    Lost,
}
