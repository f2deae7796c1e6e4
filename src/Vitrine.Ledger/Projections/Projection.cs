using Vitrine.Ledger.Engines;
using Vitrine.Ledger.Entries;

namespace Vitrine.Ledger.Projections;

/// <summary>Feeds one table from the own copy of the log, on a thread of its own: it waits for entries, takes them in, and says how far it is.</summary>
/// <remarks>
/// The thread, over and over: 1. look for orders (stop, rebuild, pause), 2. take in what the copy has beyond the last applied entry, 3. wait for more entries
/// or for an order. An order that comes while it works or waits wakes it at once.
/// </remarks>
internal sealed partial class Projection
{
    private const int EntriesAtOnce = 256;
    private const int SaveAfter = 100_000;
    private static readonly TimeSpan s_retryAfter = TimeSpan.FromSeconds(1);

    private readonly ILogCopy _copy;
    private readonly string _folder;
    private readonly ILogger _log;
    private readonly Lock _gate = new();
    private readonly Watermark _applied = new();
    private readonly Thread _thread;
    private CancellationTokenSource _attention = new();
    private LogHead _head;
    private long _saved;
    private volatile bool _isStopping;
    private volatile bool _isPaused;
    private TaskCompletionSource? _rebuild;
    private volatile ProjectionState _trouble = ProjectionState.Running;
    private volatile LogDamageException? _damage;

    public Projection(IProjectionTable table, ILogCopy copy, string folder, ILogger log)
    {
        (Table, _copy, _folder, _log) = (table, copy, folder, log);
        _thread = new Thread(Run) { IsBackground = true, Name = $"projection {table.Name}" };
    }

    /// <summary>The table.</summary>
    public IProjectionTable Table { get; }

    /// <summary>The position of the last entry that it took in.</summary>
    public long Applied => _applied.Value;

    /// <summary>Entries of the own copy that it has not taken in.</summary>
    public long Lag => Math.Max(0, _copy.Head.Position - Applied);

    /// <summary>What it does now.</summary>
    public ProjectionState State => _isPaused ? ProjectionState.Paused : _trouble;

    /// <summary>The entry that keeps it from going on, while it is <see cref="ProjectionState.Damaged"/>.</summary>
    public LogDamageException? Damage => _trouble == ProjectionState.Damaged ? _damage : null;

    /// <summary>Leaves entries in the log until <see cref="Resume"/>.</summary>
    public void Pause() => Order(() => _isPaused = true);

    /// <summary>Goes on after <see cref="Pause"/>.</summary>
    public void Resume() => Order(() => _isPaused = false);

    /// <summary>Forgets the table, and fills it anew from the first entry. Done once it is forgotten: who reads from then on sees the new one grow.</summary>
    public Task RebuildAsync()
    {
        var forgotten = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Order(() => forgotten = _rebuild ??= forgotten);
        return forgotten.Task;
    }

    /// <summary>Waits until an entry is taken in.</summary>
    public ValueTask ReachAsync(long position, CancellationToken cancellationToken) => _applied.ReachAsync(position, cancellationToken);

    public void Start() => _thread.Start();

    /// <summary>Stops and saves. Returns when the thread has ended.</summary>
    public void Stop()
    {
        Order(() => _isStopping = true);
        if (_thread.IsAlive) _thread.Join();
    }

    private void Order(Action change)
    {
        lock (_gate)
        {
            change();
            _attention.Cancel();
        }
    }

    private void Run()
    {
        Open();
        while (true)
        {
            // Step 1. The token is taken before the orders are read: one that comes later fires it.
            var attention = Attend(out var rebuild);
            if (_isStopping) break;
            if (rebuild is not null) Forget();
            rebuild?.SetResult();
            if (_isPaused || _trouble == ProjectionState.Failed)
            {
                attention.WaitHandle.WaitOne();
                continue;
            }

            // Step 2.
            if (!TryTakeIn(attention))
            {
                attention.WaitHandle.WaitOne(s_retryAfter);
                continue;
            }

            // Step 3.
            Wait(attention);
        }

        Save();
    }

    private CancellationToken Attend(out TaskCompletionSource? rebuild)
    {
        lock (_gate)
        {
            if (_attention.IsCancellationRequested)
            {
                _attention.Dispose();
                _attention = new CancellationTokenSource();
            }

            (rebuild, _rebuild) = (_rebuild, null);
            return _attention.Token;
        }
    }

    private void Open()
    {
        try
        {
            _head = Table.Open(_folder, IsOfThisLog);
            _saved = _head.Position;
        }
        catch (Exception e)
        {
            Fail(e);
        }

        _applied.Set(_head.Position);
        LogOpened(Table.Name, _head.Position, Lag);
    }

    private bool IsOfThisLog(LogHead head)
    {
        try
        {
            if (head.Position <= _copy.Head.Position && _copy.Read(head.Position, head.Position).Single().Hash == head.Hash) return true;
        }
        catch (LogDamageException)
        {
            // It cannot be compared.
        }

        LogForgotten(Table.Name, head.Position);
        return false;
    }

    private bool TryTakeIn(CancellationToken attention)
    {
        try
        {
            while (!attention.IsCancellationRequested && _copy.Head.Position is var end && end > _head.Position) TakeIn(Math.Min(end, _head.Position + EntriesAtOnce), attention);
            _trouble = ProjectionState.Running;
            return true;
        }
        catch (LogDamageException e)
        {
            if (_trouble != ProjectionState.Damaged) LogDamaged(Table.Name, e);
            _damage = e;
            _trouble = ProjectionState.Damaged;
        }
        catch (Exception e)
        {
            Fail(e);
        }

        return false;
    }

    private void TakeIn(long to, CancellationToken attention)
    {
        try
        {
            foreach (var entry in _copy.Read(_head.Position + 1, to))
            {
                Table.Apply(entry);
                _head = entry.Head;
                if (attention.IsCancellationRequested) break;
            }
        }
        finally
        {
            _applied.Set(_head.Position);
        }

        // As seldom as the table is large, so that saving never costs more than taking in.
        if (_head.Position - _saved >= Math.Max(SaveAfter, _saved / 2)) Save();
    }

    private void Wait(CancellationToken attention)
    {
        try
        {
#pragma warning disable VSTHRD002 // The thread is this projection's own, and has nothing else to do.
            _ = _copy.BeyondAsync(_head.Position, attention).AsTask().GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
        }
        catch (OperationCanceledException)
        {
            // An order came.
        }
    }

    /// <summary>What cannot be saved is replayed by the next start; the table goes on.</summary>
    private void Save()
    {
        if (_head.Position == _saved) return;
        _saved = _head.Position;
        try
        {
            Table.Save(_head);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogNotSaved(Table.Name, e);
        }
        catch (Exception e)
        {
            Fail(e);
        }
    }

    private void Forget()
    {
        LogForgotten(Table.Name, _head.Position);
        _trouble = ProjectionState.Running;
        (_head, _saved) = (LogHead.Empty, 0);
        _applied.Set(0);
        try
        {
            Table.Reset();
        }
        catch (Exception e)
        {
            Fail(e);
        }
    }

    private void Fail(Exception exception)
    {
        _trouble = ProjectionState.Failed;
        LogFailed(Table.Name, _head.Position, exception);
    }

    [LoggerMessage(EventIds.ProjectionOpened, LogLevel.Information, "Projection opened: {Projection} at {Applied}, {Lag} entries behind")]
    private partial void LogOpened(string projection, long applied, long lag);

    [LoggerMessage(EventIds.ProjectionForgotten, LogLevel.Information, "Projection rebuilds: {Projection} forgets {Applied} entries")]
    private partial void LogForgotten(string projection, long applied);

    [LoggerMessage(EventIds.ProjectionDamaged, LogLevel.Error, "Projection waits for a repair of the log: {Projection}")]
    private partial void LogDamaged(string projection, LogDamageException exception);

    [LoggerMessage(EventIds.ProjectionNotSaved, LogLevel.Warning, "Projection not saved: {Projection}; the next start replays what is missing")]
    private partial void LogNotSaved(string projection, Exception exception);

    [LoggerMessage(EventIds.ProjectionFailed, LogLevel.Error, "Projection failed: {Projection} after entry {Applied}. Rebuild it, or restart")]
    private partial void LogFailed(string projection, long applied, Exception exception);
}
