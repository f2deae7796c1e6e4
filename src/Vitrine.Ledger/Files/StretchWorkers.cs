using System.Runtime.ExceptionServices;

namespace Vitrine.Ledger.Files;

/// <summary>
/// Reads and checks a segment with several workers, the caller among them. Each goes round with a stretch of its own:
/// 1. it reads the next one, one worker at a time;
/// 2. checks it, all at once: here lies the work;
/// 3. and hands it on, one at a time, in the order of the log.
/// </summary>
/// <remarks>Whoever takes what is handed on meets the first damage first, as if one thread had read it all. Memory holds one stretch a worker.</remarks>
/// <param name="file">The segment; whoever opened it closes it.</param>
/// <param name="range">Where the first entry begins, and where the last one ends.</param>
/// <param name="take">Takes each stretch, valid until it returns. What it throws ends everything.</param>
internal sealed class StretchWorkers(ILogDiskFile file, (long Begin, long End) range, Action<Stretch> take)
{
    private readonly Lock _reading = new();
    private readonly object _taking = new();
    private long _offset = range.Begin;
    private int _read;
    private int _taken;
    private bool _isOver;
    private ExceptionDispatchInfo? _unread;
    private ExceptionDispatchInfo? _untaken;

    /// <summary>Goes through the segment to its end, or to the first place where it does not go on.</summary>
    /// <param name="workers">At most so many, at least the caller.</param>
    /// <param name="stretchBytes">What each reads at once.</param>
    public void Run(int workers, int stretchBytes)
    {
        Parallel.For(0, workers, new ParallelOptions { MaxDegreeOfParallelism = workers }, _ => Work(stretchBytes));
        // What was taken lies before what could not be read.
        (_untaken ?? _unread)?.Throw();
    }

    private void Work(int stretchBytes)
    {
        try
        {
            using var stretch = new Stretch(stretchBytes);
            while (Read(stretch) is { } turn)
            {
                // Step 2.
                while (stretch.Check())
                {
                }

                Take(stretch, turn);
            }
        }
        catch (Exception untaken)
        {
            lock (_taking)
            {
                _untaken ??= ExceptionDispatchInfo.Capture(untaken);
                Monitor.PulseAll(_taking);
            }
        }
    }

    /// <summary>Step 1.</summary>
    /// <returns>When it is the stretch's turn; null when there is none.</returns>
    private int? Read(Stretch stretch)
    {
        lock (_reading)
        {
            if (_isOver || Volatile.Read(ref _untaken) is not null) return null;
            try
            {
                stretch.Read(file, _offset, range.End);
                _offset = stretch.OffsetOf(stretch.Count);
                _isOver = stretch.Behind != FrameState.Whole;
                return _read++;
            }
            catch (Exception unread)
            {
                _isOver = true;
                _unread = ExceptionDispatchInfo.Capture(unread);
                return null;
            }
        }
    }

    /// <summary>Step 3.</summary>
    private void Take(Stretch stretch, int turn)
    {
        lock (_taking)
        {
            while (_taken != turn && _untaken is null) Monitor.Wait(_taking);
            if (_untaken is not null) return;
            take(stretch);
            _taken++;
            Monitor.PulseAll(_taking);
        }
    }
}
