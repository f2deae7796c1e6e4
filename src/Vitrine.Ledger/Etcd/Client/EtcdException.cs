namespace Vitrine.Ledger.Etcd.Client;

/// <summary>A call to etcd failed.</summary>
internal sealed class EtcdException(EtcdError error, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What went wrong.</summary>
    public EtcdError Error { get; } = error;

    /// <summary>Whether another member may do better at once.</summary>
    public bool IsOfThisMember => Error is EtcdError.Unreachable or EtcdError.NoLeader or EtcdError.Learner;

    /// <summary>What a gRPC status means. etcd tells apart by its messages what shares a code.</summary>
    /// <param name="status">The code: 3 invalid argument, 8 resource exhausted, 11 out of range, 14 unavailable …</param>
    /// <param name="message">etcd's own words.</param>
    public static EtcdException Of(int status, string message)
    {
        var error = (status, message) switch
        {
            (_, _) when message.Contains("no leader", StringComparison.Ordinal) => EtcdError.NoLeader,
            (_, _) when message.Contains("for learner", StringComparison.Ordinal) => EtcdError.Learner,
            (_, _) when message.Contains("too large", StringComparison.Ordinal) || message.Contains("larger than max", StringComparison.Ordinal) => EtcdError.TooLarge,
            (8, _) when message.Contains("space exceeded", StringComparison.Ordinal) => EtcdError.NoSpace,
            (11, _) when message.Contains("compacted", StringComparison.Ordinal) => EtcdError.Compacted,
            (3 or 5 or 7 or 9 or 12 or 16, _) => EtcdError.Refused,
            _ => EtcdError.Lost,
        };
        return new EtcdException(error, $"etcd answered: {message}");
    }
}
