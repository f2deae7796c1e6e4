using Vitrine.Ledger.Engines;

namespace Vitrine.Ledger.Files;

/// <summary>Commands in the order they came: bounded, many put, one thread takes all that wait at once, and until then they can be looked at.</summary>
/// <param name="capacity">Commands that may wait.</param>
/// <param name="groupBytes">Bytes of data after which no further command is taken along.</param>
internal sealed class CommandQueue(int capacity, long groupBytes)
{
    private readonly object _gate = new();
    private readonly List<PendingCommand> _waiting = [];
    private EngineUnavailableException? _closed;
    private bool _isTakerWaiting;
    private int _looked;

    /// <summary>Puts a command at the end.</summary>
    /// <exception cref="EngineUnavailableException">The queue is full or closed.</exception>
    public void Put(PendingCommand command)
    {
        lock (_gate)
        {
            if (_closed is not null) throw new EngineUnavailableException(_closed.Type, _closed.Message, _closed.InnerException);
            if (_waiting.Count >= capacity) throw new EngineUnavailableException("queue_full", $"{capacity} commands wait for the disk already: try again later.");
            _waiting.Add(command);
            if (_isTakerWaiting) Monitor.Pulse(_gate);
        }
    }

    /// <summary>Looks at the commands that nobody looked at since the last <see cref="Take"/>; they stay.</summary>
    /// <param name="seen">Is emptied, and gets them.</param>
    /// <returns>Whether there are any.</returns>
    public bool Look(List<PendingCommand> seen)
    {
        seen.Clear();
        lock (_gate)
        {
            for (; _looked < _waiting.Count; _looked++) seen.Add(_waiting[_looked]);
        }

        return seen.Count > 0;
    }

    /// <summary>Waits for commands; false once the queue is closed and empty.</summary>
    public bool Wait()
    {
        lock (_gate)
        {
            while (_waiting.Count == 0)
            {
                if (_closed is not null) return false;
                _isTakerWaiting = true;
                Monitor.Wait(_gate);
                _isTakerWaiting = false;
            }

            return true;
        }
    }

    /// <summary>Takes what waits, as much as a group holds.</summary>
    /// <param name="group">Is emptied, and gets it.</param>
    public void Take(List<PendingCommand> group)
    {
        group.Clear();
        lock (_gate)
        {
            for (var bytes = 0L; bytes < groupBytes && group.Count < _waiting.Count;)
            {
                bytes += _waiting[group.Count].DataBytes;
                group.Add(_waiting[group.Count]);
            }

            _waiting.RemoveRange(0, group.Count);
            _looked = 0;
        }
    }

    /// <summary>Takes no more commands, for this reason; the first one given stays. What waits already may still be taken.</summary>
    public void Close(EngineUnavailableException reason)
    {
        lock (_gate)
        {
            _closed ??= reason;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Takes no more commands and refuses what waits.</summary>
    public void Abort(EngineUnavailableException reason)
    {
        Close(reason);
        lock (_gate)
        {
            foreach (var command in _waiting) command.TrySetException(reason);
            _waiting.Clear();
            _looked = 0;
        }
    }
}
