using Vitrine.Ledger.Kernel;

namespace Vitrine.Ledger.Etcd;

/// <summary>What the kernel knows at the head of the log, as far as this node has seen it, and the revision that a transaction after it is guarded by. Thread-safe.</summary>
internal sealed class HeadState
{
    private readonly Lock _gate = new();
    private LedgerState _state = LedgerState.Empty;
    private long _revision;

    /// <summary>The state, and the revision of the head that it stands at.</summary>
    public (LedgerState State, long Revision) Current
    {
        get
        {
            lock (_gate) return (_state, _revision);
        }
    }

    /// <summary>The last position seen.</summary>
    public long Position => Volatile.Read(ref _state).Head.Position;

    /// <summary>Begins with what the own copy holds.</summary>
    public void Begin(LedgerState state)
    {
        lock (_gate) _state = state;
    }

    /// <summary>Takes in a batch that is in the log; what is known already is passed over.</summary>
    /// <exception cref="ArgumentException">It does not follow.</exception>
    public void Apply(EtcdBatch batch)
    {
        lock (_gate)
        {
            if (batch.Last <= _state.Head.Position) return;
            var next = _state;
            foreach (var entry in batch.Entries)
            {
                if (entry.Position > next.Head.Position) next = next.Apply(entry);
            }

            _state = next;
            _revision = batch.Revision;
        }
    }

    /// <summary>Takes the revision of a head that this is the state at.</summary>
    public void Confirm(in EtcdHead head)
    {
        lock (_gate)
        {
            if (head.Log == _state.Head) _revision = head.Revision;
        }
    }

    /// <summary>Goes on to what was decided here and is now in the log.</summary>
    public void Advance(LedgerState next, long revision)
    {
        lock (_gate)
        {
            if (next.Head.Position <= _state.Head.Position) return;
            _state = next;
            _revision = revision;
        }
    }
}
