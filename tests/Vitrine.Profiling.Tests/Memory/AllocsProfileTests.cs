using Vitrine.Profiling.Tests.Pprof;
using Vitrine.Profiling.Tests.Shapes;

namespace Vitrine.Profiling.Tests.Memory;

[Collection(WholeProcess.Name)]
public sealed class AllocsProfileTests
{
    [Fact]
    public async Task Allocs_OfKnownBytes_SaysHowManyForEachSite()
    {
        using var capture = await Capture.DuringAsync("allocs", () =>
        {
            KnownShapes.AllocateSmall(300_000);
            KnownShapes.AllocateLarge(10_000);
        });
        var space = await GoPprof.AmountsAsync("B", "-sample_index=alloc_space", capture.File);
        var objects = await GoPprof.AmountsAsync("", "-sample_index=alloc_objects", capture.File);

        // 3,000 and 2,000 samples: one standard deviation is 2 %.
        const string small = $"{Site}.NewSmall", large = $"{Site}.NewLarge";
        ((double)space[small].Flat).ShouldBe(300_000 * 1_024d, 300_000 * 1_024d * 0.1);
        ((double)space[large].Flat).ShouldBe(10_000 * 20_000d, 10_000 * 20_000d * 0.1);
        ((double)objects[small].Flat).ShouldBe(300_000d, 30_000d);
        ((double)objects[large].Flat).ShouldBe(10_000d, 1_000d);
        space[$"{Site}.AllocateSmall"].Cumulative.ShouldBe(space[small].Flat);
    }

    [Fact]
    public async Task Allocs_OfAType_CarriesItsName()
    {
        using var capture = await Capture.DuringAsync("allocs", () => KnownShapes.AllocateSmall(100_000));
        var bytes = await GoPprof.AmountsAsync("B", "-tagfocus=type=System.Byte..", capture.File);
        bytes[$"{Site}.NewSmall"].Flat.ShouldBeGreaterThan(50_000_000);
    }

    private const string Site = "Vitrine.Profiling.Tests.Shapes.KnownShapes";
}
