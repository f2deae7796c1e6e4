using Vitrine.Profiling.Memory;
using Vitrine.Profiling.Pprof;
using Vitrine.Profiling.Symbols;
using Vitrine.Profiling.Tests.Pprof;
using Vitrine.Profiling.Tests.Shapes;

namespace Vitrine.Profiling.Tests.Memory;

[Collection(WholeProcess.Name)]
public sealed class HeapProfileTests
{
    private static readonly string s_known = typeof(KnownObject).FullName!;

    [Fact]
    public async Task Heap_WithoutGc_CollectsNothing()
    {
        GC.Collect();
        var before = GC.CollectionCount(2);
        for (var i = 0; i < 20; i++)
        {
            using var capture = await Capture.OfAsync("heap");
            capture.Profile.Sample.Count.ShouldBeGreaterThan(2);
        }

        GC.CollectionCount(2).ShouldBe(before);
    }

    [Fact]
    public async Task Heap_ByDefault_ShowsWhatIsInUseByGeneration()
    {
        GC.Collect();
        using var capture = await Capture.OfAsync("heap");
        var generations = await GoPprof.AmountsAsync("B", capture.File);
        var sum = generations.Where(part => part.Key is not "[committed free]" && !part.Key.EndsWith(" free]", StringComparison.Ordinal)).Sum(part => part.Value.Flat);
        ((double)sum).ShouldBe(GC.GetTotalMemory(forceFullCollection: false), GC.GetTotalMemory(forceFullCollection: false) * 0.2);
        generations["[heap]"].Cumulative.ShouldBe(generations.Sum(part => part.Value.Flat));
    }

    [Fact]
    public async Task Heap_WithGc_CountsEveryObjectByType()
    {
        var known = Enumerable.Range(0, 3_000).Select(_ => new KnownObject()).ToArray();
        using var capture = await Capture.OfAsync("heap", new ProfileRequest { Collects = true });
        (await GoPprof.AmountsAsync("", "-sample_index=inuse_objects", capture.File))[s_known].Flat.ShouldBe(3_000);
        (await GoPprof.AmountsAsync("B", capture.File))[s_known].Flat.ShouldBe(3_000 * 40);
        GC.KeepAlive(known);
    }

    [Fact]
    public async Task Heap_OfADumpThatDoesNotFit_IsRefusedWithWhatWasSeen()
    {
        var known = Enumerable.Range(0, 500_000).Select(_ => new KnownObject()).ToArray();
        var profile = new ProfileBuilder(Symbolizer.OfProcess, ("inuse_space", "bytes"));
        var refusal = await Should.ThrowAsync<ProfileException>(HeapDump.TakeAsync(profile, bufferMegabytes: 4));
        refusal.Message.ShouldMatch(@"^The heap dump is incomplete: objects of [\d.]+ of [\d.]+ MB were seen, for the buffer of 4 MB was full");
        GC.KeepAlive(known);
    }

    [Fact]
    public async Task Heap_WithGcAndSeconds_ShowsWhatGrewAndWhoAllocatedIt()
    {
        List<KnownObject> kept = [];
        using var taken = new CancellationTokenSource();
        var growing = Task.Run(async () =>
        {
            // Before, during and after: all that counts is how many there are at the end more than at the beginning.
            while (!taken.IsCancellationRequested)
            {
                for (var i = 0; i < 2_000; i++) kept.Add(new KnownObject());
                await Task.Delay(10);
            }
        }, TestContext.Current.CancellationToken);
        using var capture = await Capture.OfAsync("heap", new ProfileRequest { Collects = true, Duration = TimeSpan.FromSeconds(1) });
        await taken.CancelAsync();
        await growing;
        (await GoPprof.AmountsAsync("", "-sample_index=inuse_objects", capture.File))[s_known].Flat.ShouldBeInRange(10_000, kept.Count);
        (await GoPprof.AmountsAsync("B", "-sample_index=alloc_space", $"-tagfocus=type={s_known}", capture.File)).Values.Sum(site => site.Flat).ShouldBeGreaterThan(0);
    }
}
