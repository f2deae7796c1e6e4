using Vitrine.Profiling.Tests.Pprof;
using Vitrine.Profiling.Tests.Shapes;

namespace Vitrine.Profiling.Tests.Waits;

[Collection(WholeProcess.Name)]
public sealed class WaitProfileTests
{
    private const int Times = 20;
    private const string Site = "Vitrine.Profiling.Tests.Shapes.KnownShapes";

    [Fact]
    public Task Mutex_OfAContendedMonitor_SaysHowOftenAndHowLong() => MutexAsync(() => KnownShapes.ContendMonitor(Times), $"{Site}.EnterMonitor");

    [Fact]
    public Task Mutex_OfAContendedLock_SaysHowOftenAndHowLong() => MutexAsync(() => KnownShapes.Contend(Times), $"{Site}.EnterLock");

    [Fact]
    public async Task Block_OfWaits_SaysHowOftenAndHowLong()
    {
        var waited = TimeSpan.Zero;
        using var capture = await Capture.DuringAsync("block", () => waited = KnownShapes.Block(Times));
        var contentions = await GoPprof.AmountsAsync("", "-sample_index=contentions", capture.File);
        var delay = await GoPprof.AmountsAsync("ns", "-sample_index=delay", capture.File);
        contentions[$"{Site}.Block"].Cumulative.ShouldBe(Times);
        ((double)delay[$"{Site}.Block"].Cumulative).ShouldBe(waited.TotalNanoseconds, waited.TotalNanoseconds * 0.1);
        delay.Keys.ShouldNotContain(function => function.Contains("EventPipeSession.Drain") || function.Contains("GateThread"));
    }

    [Fact]
    public async Task Mutex_OfALockThatIsNeverReleased_CountsTheWaitUntilTheEnd()
    {
        var gate = new object();
        using var release = new ManualResetEventSlim();
        Thread[] threads = [];
        using var capture = await Capture.DuringAsync("mutex", () =>
        {
            using var isHeld = new ManualResetEventSlim();
            var holder = new Thread(() =>
            {
                lock (gate)
                {
                    isHeld.Set();
                    release.Wait();
                }
            });
            var waiter = new Thread(() =>
            {
                KnownShapes.EnterMonitor(gate);
                Monitor.Exit(gate);
            });
            threads = [holder, waiter];
            holder.Start();
            isHeld.Wait();
            waiter.Start();
            SpinWait.SpinUntil(() => waiter.ThreadState.HasFlag(ThreadState.WaitSleepJoin));
            release.Wait(300);
        });
        release.Set();
        foreach (var thread in threads) thread.Join();
        (await GoPprof.AmountsAsync("ns", "-sample_index=delay", capture.File))[$"{Site}.EnterMonitor"].Flat.ShouldBeGreaterThan(300_000_000);
    }

    private static async Task MutexAsync(Func<TimeSpan> contend, string site)
    {
        var waited = TimeSpan.Zero;
        using var capture = await Capture.DuringAsync("mutex", () => waited = contend());
        var contentions = await GoPprof.AmountsAsync("", "-sample_index=contentions", capture.File);
        var delay = await GoPprof.AmountsAsync("ns", "-sample_index=delay", capture.File);
        // Flat: how .NET takes a lock is cut off, the method that takes it stands on top.
        contentions[site].Flat.ShouldBe(Times);
        // No shorter than the lock was held, no longer than it took to get: in between .NET spins before it waits.
        ((double)delay[site].Flat).ShouldBeInRange(Times * KnownShapes.Hold.TotalNanoseconds * 0.95, waited.TotalNanoseconds);
    }
}
