using System.Runtime.CompilerServices;
using Vitrine.Profiling.Cpu;
using Vitrine.Profiling.Labels;
using Vitrine.Profiling.Pprof;
using Vitrine.Profiling.Symbols;
using Vitrine.Profiling.Tests.Pprof;
using Vitrine.Profiling.Tests.Shapes;

namespace Vitrine.Profiling.Tests.Cpu;

/// <summary>CPU profiles from the kernel, read by the real tool.</summary>
[Collection(WholeProcess.Name)]
public sealed class PerfProfileTests(ProfiledService service) : IClassFixture<ProfiledService>
{
    private const string Shapes = "Vitrine.Profiling.Tests.Cpu.Shapes";
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Profile_OfTenToOne_SaysTenToOne()
    {
        NeedPerf();
        using var busy = BusyCode.TenToOne(threads: 2);
        var top = await GoPprof.TopAsync(await service.TakeAsync("profile?seconds=4&kind=perf"));
        var (hot, warm) = (top[$"{typeof(BusyCode).FullName}.Hot"].Flat, top[$"{typeof(BusyCode).FullName}.Warm"].Flat);
        // At 100 samples a second the share of a tenth is known to some percent.
        (hot / (hot + warm)).ShouldBeInRange(0.82, 0.98);
    }

    [Fact]
    public async Task Profile_OfEveryShape_NamesThemAsTheyWereWritten()
    {
        NeedPerf();
        using var busy = BusyCode.Run(Cpu.Shapes.RunAll, threads: 2);
        string[] shapes = ["Generic<TKey>.Run", "RunAll.lambda1", "RunAll.Local", "RunAsync", "RunInnerAsync"];
        List<string> missing = [.. shapes.Select(name => $"{Shapes}.{name}"), "[dynamic].compiled"];
        // On a machine with much else to do, a short look may miss one of them.
        for (var looks = 0; missing.Count > 0 && looks < 10; looks++)
        {
            var file = await service.TakeAsync("profile?seconds=3&kind=perf");
            var top = await GoPprof.TopAsync(file);
            missing.RemoveAll(top.ContainsKey);
            // Native frames: the runtime's own below the thread's start.
            top.Keys.ShouldContain(name => name.StartsWith("libcoreclr.so", StringComparison.Ordinal));
            (await GoPprof.RunAsync("-list=BusyCode.Spin$", file)).ShouldMatch(@"\d+m?s +\d+\S* +\d+: +for \(var i = 0; i < turns; i\+\+\) sum = ");
        }

        missing.ShouldBeEmpty();
    }

    [Fact]
    public async Task Profile_DeeperThanTheKernelLooks_SaysThatTheRootIsMissing()
    {
        NeedPerf();
        using var busy = BusyCode.Run(static () => Cpu.Shapes.Descend(300), threads: 2);
        var top = await GoPprof.TopAsync(await service.TakeAsync("profile?seconds=2&kind=perf"));
        top["[truncated]"].Cumulative.ShouldBeGreaterThan(30);
        top[$"{Shapes}.Descend"].Cumulative.ShouldBe(top["[truncated]"].Cumulative, tolerance: 5);
    }

    [Theory]
    [InlineData(false, null)]
    [InlineData(true, null)]
    [InlineData(true, 600)]
    public async Task Sample_Of500Threads_SeesThoseThatWereThereAndNewOnes(bool watchesThreads, int? descriptors)
    {
        NeedPerf();
        using var busy = BusyCode.Run(static () => BusyCode.Rest(BusyMoment()), threads: 500);
        var before = new BusyThread(waitForStart: false);
        var late = new BusyThread(waitForStart: true);
        var profile = await SampleAsync(new PerfSampler { WatchesThreads = watchesThreads, MostDescriptors = descriptors }, TimeSpan.FromSeconds(3), late.Start);
        late.Stop();
        before.Stop();
        var names = profile.Function.Select(function => profile.StringTable[(int)function.Name]).ToList();
        // Each runs for less than a period: only who watches processors sees them.
        if (profile.StringTable.Contains("source: perf_event_open, every 10 ms of each processor")) names.ShouldContain($"{typeof(PerfProfileTests).FullName}.BusyMoment");
        names.ShouldContain($"{typeof(BusyThread).FullName}.SpinEarly".Replace('+', '.'));
        // Started while the capture ran: inherited, or found at the next look.
        names.ShouldContain($"{typeof(BusyThread).FullName}.SpinLate".Replace('+', '.'));
    }

    internal static void NeedPerf() => ExternalTool.Need(new PerfSampler().Obstacle() is null, $"perf events are not allowed here: {new PerfSampler().Obstacle()}");

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int BusyMoment()
    {
        BusyCode.Spin(50_000);
        return 100;
    }

    private static async Task<Profile> SampleAsync(PerfSampler sampler, TimeSpan duration, Action meanwhile)
    {
        var builder = new ProfileBuilder(Symbolizer.OfProcess, ("samples", "count"), ("cpu", "nanoseconds")) { AreLeavesExact = true };
        using var labels = new LabelCapture(role: null);
        var samples = new CpuSamples(builder, labels);
        var sampling = sampler.SampleAsync(samples, duration, Cancel);
        await Task.Delay(duration / 4, Cancel);
        meanwhile();
        await sampling;
        return samples.Build(DateTimeOffset.UtcNow, duration);
    }

    /// <summary>A thread that is busy, in one method or another.</summary>
    private sealed class BusyThread
    {
        private readonly Thread _thread;
        private volatile bool _stop;

        public BusyThread(bool waitForStart)
        {
            _thread = new Thread(waitForStart ? SpinLate : SpinEarly) { IsBackground = true };
            if (!waitForStart) _thread.Start();
        }

        public void Start() => _thread.Start();

        public void Stop()
        {
            _stop = true;
            _thread.Join();
        }

        private void SpinEarly()
        {
            while (!_stop) BusyCode.Spin(10_000);
        }

        private void SpinLate()
        {
            while (!_stop) BusyCode.Spin(10_000);
        }
    }
}
