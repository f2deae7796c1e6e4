using System.Runtime.CompilerServices;

namespace Vitrine.Profiling.Tests.Cpu;

/// <summary>Code of a known shape, run on threads of its own until it is disposed: ten parts of the time in one method, one part in another.</summary>
internal sealed class BusyCode : IDisposable
{
    private const int Part = 20_000;
    private static readonly ManualResetEvent s_never = new(initialState: false);
    private readonly CancellationTokenSource _stop = new();
    private readonly Thread[] _threads;

    private BusyCode(Action<CancellationToken> run, int threads)
    {
        _threads = [.. Enumerable.Range(0, threads).Select(_ => new Thread(() => run(_stop.Token)) { IsBackground = true })];
        foreach (var thread in _threads) thread.Start();
    }

    public static double Sum { get; private set; }

    /// <summary>Runs something again and again.</summary>
    public static BusyCode Run(Action once, int threads = 1) => new(
        stop =>
        {
            while (!stop.IsCancellationRequested) once();
        },
        threads);

    /// <summary>The two methods, 10:1.</summary>
    public static BusyCode TenToOne(int threads) => Run(
        static () =>
        {
            Hot();
            Warm();
        },
        threads);

    /// <summary>Uses the processor for a moment; other tests call it too.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Spin(int turns)
    {
        var sum = 1.0;
        for (var i = 0; i < turns; i++) sum = (sum * 1.0000001) + 1e-9;
        Sum = sum;
    }

    /// <summary>Waits for nothing.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Rest(int milliseconds) => s_never.WaitOne(milliseconds);

    public void Dispose()
    {
        _stop.Cancel();
        foreach (var thread in _threads) thread.Join();
        _stop.Dispose();
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Hot()
    {
        var sum = 1.0;
        for (var i = 0; i < 10 * Part; i++) sum = (sum * 1.0000001) + 1e-9;
        Sum = sum;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Warm()
    {
        var sum = 1.0;
        for (var i = 0; i < Part; i++) sum = (sum * 1.0000001) + 1e-9;
        Sum = sum;
    }
}
