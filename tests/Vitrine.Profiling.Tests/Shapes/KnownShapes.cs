using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Vitrine.Profiling.Tests.Shapes;

/// <summary>Code whose profile is known: so many bytes here, so many waits there.</summary>
internal static class KnownShapes
{
    /// <summary>How long each wait takes, at least.</summary>
    public static TimeSpan Hold { get; } = TimeSpan.FromMilliseconds(20);

    /// <summary>Allocates arrays of 1,000 elements, each 1,024 bytes with its header.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void AllocateSmall(int count)
    {
        for (var i = 0; i < count; i++) NewSmall();
    }

    /// <summary>Allocates arrays of 19,976 elements, each 20,000 bytes with its header.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void AllocateLarge(int count)
    {
        for (var i = 0; i < count; i++) NewLarge();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static byte[] NewSmall() => new byte[1_000];

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static byte[] NewLarge() => new byte[19_976];

    /// <summary>Takes a lock that somebody holds; returns how long that took altogether.</summary>
    public static TimeSpan Contend(int times)
    {
        var gate = new Lock();
        return Contend(times, gate.Enter, gate.Exit, () => EnterLock(gate), gate.Exit);
    }

    /// <summary>The same with a monitor.</summary>
    public static TimeSpan ContendMonitor(int times)
    {
        var gate = new object();
        return Contend(times, () => Monitor.Enter(gate), () => Monitor.Exit(gate), () => EnterMonitor(gate), () => Monitor.Exit(gate));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void EnterLock(Lock gate) => gate.Enter();

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void EnterMonitor(object gate) => Monitor.Enter(gate);

    /// <summary>Waits for an event that nobody sets; returns how long that took altogether.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static TimeSpan Block(int times)
    {
        using var never = new ManualResetEvent(initialState: false);
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < times; i++) never.WaitOne(Hold);
        return Stopwatch.GetElapsedTime(start);
    }

    public static void ThrowAndCatch(int times)
    {
        for (var i = 0; i < times; i++)
        {
            try
            {
                Throw();
            }
            catch (KnownException)
            {
                // It is thrown to be counted.
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Throw() => throw new KnownException();

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Park(WaitHandle release) => release.WaitOne();

    public static async Task SuspendAsync(Task until)
    {
        await until;
        await Task.Yield();
    }

    private static TimeSpan Contend(int times, Action enter, Action exit, Action enterToo, Action exitToo)
    {
        var waited = TimeSpan.Zero;
        using var never = new ManualResetEvent(initialState: false);
        for (var i = 0; i < times; i++)
        {
            enter();
            var other = new Thread(() =>
            {
                var start = Stopwatch.GetTimestamp();
                enterToo();
                waited += Stopwatch.GetElapsedTime(start);
                exitToo();
            });
            other.Start();
            SpinWait.SpinUntil(() => other.ThreadState.HasFlag(System.Threading.ThreadState.WaitSleepJoin));
            never.WaitOne(Hold);
            exit();
            other.Join();
        }

        return waited;
    }
}
