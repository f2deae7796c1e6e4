using Vitrine.Profiling.Tests.Pprof;

namespace Vitrine.Profiling.Tests.Cpu;

/// <summary>CPU profiles from the runtime, read by the real tool.</summary>
[Collection(OneAtATime.Name)]
public sealed class EventPipeProfileTests(ProfiledService service)
{
    [Fact]
    public async Task Profile_OfTenToOne_RanksThemAndLeavesOutWhoWaits()
    {
        using var busy = BusyCode.TenToOne(threads: 2);
        using var waiting = BusyCode.Run(static () => Thread.Sleep(20), threads: 4);
        var top = await GoPprof.TopAsync($"{service.Url}/profile?seconds=5&kind=eventpipe");
        var (hot, warm) = (top[$"{typeof(BusyCode).FullName}.Hot"].Flat, top[$"{typeof(BusyCode).FullName}.Warm"].Flat);
        (hot / (hot + warm)).ShouldBeInRange(0.8, 0.98);
        hot.ShouldBeGreaterThan(30);
        top.GetValueOrDefault("System.Threading.Thread.Sleep").Cumulative.ShouldBeLessThan(10);
        (await GoPprof.RunAsync("-comments", $"{service.Url}/profile?seconds=1&kind=eventpipe")).ShouldContain("source: EventPipe");
    }
}
