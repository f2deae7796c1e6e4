using Vitrine.Ledger.Engines;

namespace Vitrine.Ledger.Files;

/// <summary>Commands in the order they came: bounded, many put, one thread takes all that wait at once.</summary>
/// <param name="capacity">Commands that may wait.</param>
/// <param name="groupBytes">Bytes of data after which no further command is taken along.</param>
internal sealed class CommandQueue(int capacity, long groupBytes)
{
    private readonly object _gate = new();
    private readonly Queue<PendingCommand> _waiting = [];
    private EngineUnavailableException? _closed;
    private bool _isTakerWaiting;

    /// <summary>Puts a command at the end.</summary>
    /// <exception cref="EngineUnavailableException">The queue is full or closed.</exception>
    public void Put(PendingCommand command)
    {
        lock (_gate)
        {
            if (_closed is not null) throw new EngineUnavailableException(_closed.Type, _closed.Message, _closed.InnerException);
            if (_waiting.Count >= capacity) throw new EngineUnavailableException("queue_full", $"{capacity} commands wait for the disk already: try again later.");
            _waiting.Enqueue(command);
            if (_isTakerWaiting) Monitor.Pulse(_gate);
        }
    }

    /// <summary>Waits for commands and takes them; false once the queue is closed and empty.</summary>
    public bool Take(List<PendingCommand> group)
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

            for (var bytes = 0L; bytes < groupBytes && _waiting.TryDequeue(out var command); bytes += command.DataBytes) group.Add(command);
            return true;
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
            while (_waiting.TryDequeue(out var command)) command.TrySetException(reason);
        }
    }
}
