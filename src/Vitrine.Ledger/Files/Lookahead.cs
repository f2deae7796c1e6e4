using Vitrine.Ledger.Kernel;

namespace Vitrine.Ledger.Files;

/// <summary>
/// Decides commands while they wait for the disk, over what everything before them should leave: whoever brings one decides all that nobody decided yet, unless somebody is at it.
/// What the disk then refuses makes what was decided over it void by itself: see <see cref="PendingCommand.DecideOver"/>.
/// </summary>
internal sealed class Lookahead(CommandQueue queue)
{
    private readonly Lock _deciding = new();
    private readonly List<PendingCommand> _seen = [];
    private LedgerState _ahead = LedgerState.Empty;
    private volatile bool _isTaking;

    /// <summary>Decides what waits. Any thread; none waits here.</summary>
    public void Run()
    {
        if (!_deciding.TryEnter()) return;
        try
        {
            while (!_isTaking && queue.Look(_seen))
            {
                for (var i = 0; i < _seen.Count && !_isTaking; i++) _ahead = _seen[i].DecideOver(_ahead);
            }
        }
        finally
        {
            _deciding.Exit();
        }
    }

    /// <summary>Takes what waits out of the queue and decides what of it is not decided yet. The one thread that writes.</summary>
    /// <param name="group">Gets the commands, none when none wait.</param>
    /// <param name="state">The state before them.</param>
    /// <returns>The state after them; the same when they write nothing.</returns>
    public LedgerState Take(CommandGroup group, LedgerState state)
    {
        _isTaking = true;
        lock (_deciding)
        {
            _isTaking = false;
            queue.Take(group.Commands);
            return _ahead = group.Decide(state);
        }
    }
}
