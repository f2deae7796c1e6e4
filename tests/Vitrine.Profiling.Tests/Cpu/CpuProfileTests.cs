using Vitrine.Profiling.Cpu;
using Vitrine.Profiling.Pprof;

namespace Vitrine.Profiling.Tests.Cpu;

/// <summary>Which source is taken, and what is said when there is none.</summary>
public sealed class CpuProfileTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Capture_WherePerfIsForbidden_TakesTheNextSource()
    {
        var profile = await new CpuProfile(new FakeSampler("perf", "not permitted"), new FakeSampler("eventpipe", null)).CaptureAsync(new ProfileRequest(), Cancel);
        ProfileText.CommentsOf(profile).ShouldContain("sampled by eventpipe");
    }

    [Fact]
    public async Task Capture_OfAKind_TakesNoOther()
    {
        var kinds = new CpuProfile(new FakeSampler("perf", "not permitted"), new FakeSampler("eventpipe", null));
        var refused = await Should.ThrowAsync<ProfileException>(() => kinds.CaptureAsync(new ProfileRequest { Source = "perf" }, Cancel));
        refused.Message.ShouldBe("Could not enable CPU profiling: perf: not permitted");
        var unknown = await Should.ThrowAsync<ProfileException>(() => kinds.CaptureAsync(new ProfileRequest { Source = "dtrace" }, Cancel));
        unknown.Status.ShouldBe(400);
        unknown.Message.ShouldBe("There is no kind 'dtrace' of CPU profile; there are perf and eventpipe");
    }

    [Fact]
    public async Task Capture_WithoutAnySource_SaysWhatStoodInTheWayOfEach()
    {
        var none = new CpuProfile(new FakeSampler("perf", "not permitted"), new FakeSampler("eventpipe", null, "switched off"));
        var refused = await Should.ThrowAsync<ProfileException>(() => none.CaptureAsync(new ProfileRequest(), Cancel));
        refused.Message.ShouldBe("Could not enable CPU profiling: perf: not permitted; eventpipe: switched off");
        refused.Status.ShouldBe(500);
    }

    private sealed class FakeSampler(string name, string? obstacle, string? failure = null) : ICpuSampler
    {
        public string Name => name;

        public bool AreLeavesExact => false;

        public string? Obstacle() => obstacle;

        public Task SampleAsync(CpuSamples samples, TimeSpan duration, CancellationToken stop)
        {
            if (failure is not null) throw new ProfileException(failure);
            samples.Comment($"sampled by {name}");
            return Task.CompletedTask;
        }
    }
}
