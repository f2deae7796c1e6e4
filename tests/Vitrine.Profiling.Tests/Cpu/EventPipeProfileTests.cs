using Vitrine.Profiling.Tests.Pprof;
using Vitrine.Profiling.Tests.Shapes;

namespace Vitrine.Profiling.Tests.Cpu;

/// <summary>CPU profiles from the runtime, read by the real tool.</summary>
[Collection(WholeProcess.Name)]
public sealed class EventPipeProfileTests(ProfiledService service) : IClassFixture<ProfiledService>
{
    [Fact]
    public async Task Profile_OfTenToOne_RanksThemAndLeavesOutWhoWaits()
    {
        using var busy = BusyCode.TenToOne(threads: 2);
        using var waiting = BusyCode.Run(static () => BusyCode.Rest(20), threads: 4);
        var file = await service.TakeAsync("profile?seconds=4&kind=eventpipe");
        var top = await GoPprof.TopAsync(file);
        var (hot, warm) = (top[$"{typeof(BusyCode).FullName}.Hot"].Flat, top[$"{typeof(BusyCode).FullName}.Warm"].Flat);
        (hot / (hot + warm)).ShouldBeInRange(0.8, 0.98);
        hot.ShouldBeGreaterThan(30);
        top.GetValueOrDefault($"{typeof(BusyCode).FullName}.Rest").Cumulative.ShouldBeLessThan(10);
        (await GoPprof.RunAsync("-comments", file)).ShouldContain("source: EventPipe");
    }
}
