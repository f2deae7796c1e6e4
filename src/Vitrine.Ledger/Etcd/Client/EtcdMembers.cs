namespace Vitrine.Ledger.Etcd.Client;

/// <summary>
/// The members of a cluster as one node uses them: its own first, and the others in the order of their ids, from the next on round, when its own takes no
/// connection, has no leader or only learns. A member that does not say how it is comes last. Thread-safe.
/// </summary>
/// <param name="members">In the order of the node ids.</param>
/// <param name="own">The place of this node's own.</param>
internal sealed class EtcdMembers(IReadOnlyList<IEtcdMember> members, int own)
{
    private readonly CancellationTokenSource[] _failures = [.. members.Select(_ => new CancellationTokenSource())];

    /// <summary>How many there are.</summary>
    public int Count => members.Count;

    /// <summary>One of them.</summary>
    public IEtcdMember this[int place] => members[place];

    /// <summary>Cancelled when the member fails: what still waits for it waits in vain.</summary>
    public CancellationToken FailureOf(int place) => Volatile.Read(ref _failures[place]).Token;

    /// <summary>Says whether a member answers. One caller a member: whoever asks it how it is.</summary>
    public async Task MarkAsync(int place, bool failed)
    {
        var failure = _failures[place];
        if (failed) await failure.CancelAsync();
        else if (failure.IsCancellationRequested) Volatile.Write(ref _failures[place], new CancellationTokenSource());
    }

    /// <summary>Calls the first member that does it. What may have had an effect on one is not asked of another.</summary>
    /// <param name="call">The call.</param>
    /// <param name="isRead">Whether it changes nothing, so that an answer that was lost can be asked for elsewhere.</param>
    /// <exception cref="EtcdException">As the last member said.</exception>
    public async Task<T> CallAsync<T>(Func<IEtcdMember, Task<T>> call, bool isRead)
    {
        var order = Order();
        for (var i = 0; ; i++)
        {
            try
            {
                return await call(members[order[i]]);
            }
            catch (EtcdException fault) when (i + 1 < order.Length && (fault.IsOfThisMember || (isRead && fault.Error == EtcdError.Lost)))
            {
                // The next one may.
            }
        }
    }

    /// <summary>The members' places, the best first.</summary>
    public int[] Order() => [.. Enumerable.Range(0, Count).Select(i => (own + i) % Count).OrderBy(place => FailureOf(place).IsCancellationRequested)];
}
