using Vitrine.Profiling.Cpu;
using Vitrine.Profiling.Tests.Pprof;

namespace Vitrine.Profiling.Tests.Cpu;

/// <summary>CPU profiles from the kernel, read by the real tool.</summary>
[Collection(OneAtATime.Name)]
public sealed class PerfProfileTests(ProfiledService service)
{
    [Fact]
    public async Task Profile_OfTenToOne_SaysTenToOne()
    {
        NeedPerf();
        using var busy = BusyCode.TenToOne(threads: 2);
        var top = await GoPprof.TopAsync($"{service.Url}/profile?seconds=5&kind=perf");
        var (hot, warm) = (top[$"{typeof(BusyCode).FullName}.Hot"].Flat, top[$"{typeof(BusyCode).FullName}.Warm"].Flat);
        // At 100 samples a second the share of a tenth is known to some percent.
        (hot / (hot + warm)).ShouldBeInRange(0.82, 0.98);
    }

    internal static void NeedPerf() => ExternalTool.Need(new PerfSampler().Obstacle() is null, $"perf events are not allowed here: {new PerfSampler().Obstacle()}");
}
