namespace Vitrine.Inference.Threading;

/// <summary>
/// The engine's own threads, never the thread pool's: the caller is member 0, the others wait for work. Members meet at barriers inside a
/// computation. Waiting spins for some microseconds and then parks, because spinning members on a busy machine starve the one they wait for.
/// </summary>
internal sealed class ComputeTeam : IDisposable
{
    // About 10 to 20 µs of PAUSE instructions: longer than a barrier between two kernels of a small model, shorter than a time slice.
    private const int SpinRounds = 40;
    private const int SpinsPerRound = 20;

    private readonly object _gate = new();
    private readonly Thread[] _threads;
    private readonly CoreBudget? _cores;
    private readonly Action? _beforeWaiting;
    private ITeamWork? _work;
    private int _round;
    private int _arrived;
    private int _phase;
    private bool _stopping;

    /// <summary>
    /// Starts <paramref name="size"/> − 1 background threads. With <paramref name="cores"/>, every computation takes as many of them as it has members, and
    /// <paramref name="beforeWaiting"/> is called when it has to wait for them.
    /// </summary>
    public ComputeTeam(int size, string name, CoreBudget? cores = null, Action? beforeWaiting = null, Action<Action>? around = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        Size = size;
        _cores = cores;
        _beforeWaiting = beforeWaiting;
        _threads = new Thread[size - 1];
        for (int i = 0; i < _threads.Length; i++)
        {
            int member = i + 1;
            _threads[i] = new Thread(() => Around(() => Serve(member), around)) { IsBackground = true, Name = $"{name}-{member}" };
            _threads[i].Start();
        }
    }

    /// <summary>Members, the caller included.</summary>
    public int Size { get; }

    /// <summary>Runs <paramref name="work"/> on every member and returns when all are done. One caller at a time; allocates nothing.</summary>
    public void Run(ITeamWork work)
    {
        _cores?.Take(Size, _beforeWaiting);
        try
        {
            RunTogether(work);
        }
        finally
        {
            _cores?.Return(Size);
        }
    }

    /// <summary>Waits until every member of the current computation is here. All that was written before is visible after.</summary>
    public void Meet()
    {
        if (Size == 1) return;
        int phase = Volatile.Read(ref _phase);
        if (Interlocked.Increment(ref _arrived) == Size)
        {
            _arrived = 0;
            Advance(ref _phase);
            return;
        }

        WaitForChange(ref _phase, phase);
    }

    /// <summary>Stops the threads and waits for them.</summary>
    public void Dispose()
    {
        if (_stopping) return;
        _stopping = true;
        Advance(ref _round);
        foreach (Thread thread in _threads) thread.Join();
    }

    /// <summary>The part <c>[begin, end)</c> of <paramref name="count"/> items that belongs to a member, in multiples of <paramref name="grain"/>.</summary>
    public (int Begin, int End) Share(int count, int member, int grain = 1)
    {
        if (Size == 1) return (0, count);
        int grains = (count + grain - 1) / grain;
        int begin = (int)((long)grains * member / Size) * grain;
        int end = (int)((long)grains * (member + 1) / Size) * grain;
        return (Math.Min(begin, count), Math.Min(end, count));
    }

    /// <summary>Runs the body of a thread, inside what somebody wants around it.</summary>
    internal static void Around(Action body, Action<Action>? around)
    {
        if (around is null) body();
        else around(body);
    }

    private void RunTogether(ITeamWork work)
    {
        if (Size == 1)
        {
            work.Run(0);
            return;
        }

        _work = work;
        Advance(ref _round);
        RunShare(work, 0);
        Meet();
    }

    private void Serve(int member)
    {
        int round = 0;
        while (true)
        {
            WaitForChange(ref _round, round);
            round++;
            if (_stopping) return;
            RunShare(_work!, member);
            Meet();
        }
    }

    private static void RunShare(ITeamWork work, int member)
    {
        try
        {
            work.Run(member);
        }
        catch (Exception failure)
        {
            // A member that leaves early would let the others wait for ever at their next meeting. Kernels do not throw: the invariant is broken.
            Environment.FailFast($"Compute member {member} failed.", failure);
        }
    }

    private void Advance(ref int counter)
    {
        lock (_gate)
        {
            Volatile.Write(ref counter, counter + 1);
            Monitor.PulseAll(_gate);
        }
    }

    private void WaitForChange(ref int counter, int seen)
    {
        for (int i = 0; i < SpinRounds; i++)
        {
            if (Volatile.Read(ref counter) != seen) return;
            Thread.SpinWait(SpinsPerRound);
        }

        lock (_gate)
        {
            while (Volatile.Read(ref counter) == seen) Monitor.Wait(_gate);
        }
    }
}
