using Vitrine.Telemetry.Guards;
using Vitrine.Testing;

namespace Vitrine.Telemetry.Tests.Guards;

public sealed class WindowLimitTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public void TryTake_WindowOfACaller_BeginsWithItsFirstRequest()
    {
        var limit = new WindowLimit(2, TimeSpan.FromMinutes(1), _clock);
        var first = _clock.GetUtcNow();
        limit.TryTake("a", out var remaining, out var resetsAt).ShouldBeTrue();
        (remaining, resetsAt).ShouldBe((1, first.AddMinutes(1)));
        _clock.Advance(TimeSpan.FromSeconds(59));
        limit.TryTake("a", out remaining, out _).ShouldBeTrue();
        remaining.ShouldBe(0);
        limit.TryTake("a", out remaining, out _).ShouldBeFalse();
        remaining.ShouldBe(0);
        limit.TryTake("b", out _, out resetsAt).ShouldBeTrue();
        resetsAt.ShouldBe(first.AddSeconds(119));
        _clock.Advance(TimeSpan.FromSeconds(1));
        limit.TryTake("a", out remaining, out _).ShouldBeTrue();
        remaining.ShouldBe(1);
    }

    [Fact]
    public void TryTake_MoreCallersThanAreCounted_ShareOneWindowUntilOthersEnd()
    {
        var limit = new WindowLimit(1, TimeSpan.FromMinutes(1), _clock);
        for (var i = 0; i < WindowLimit.MostCallers; i++) limit.TryTake($"caller-{i}", out _, out _).ShouldBeTrue();
        limit.TryTake("late", out _, out _).ShouldBeTrue();
        limit.TryTake("later", out _, out _).ShouldBeFalse();
        _clock.Advance(TimeSpan.FromMinutes(1));
        limit.TryTake("next", out _, out _).ShouldBeTrue();
        limit.TryTake("after next", out _, out _).ShouldBeTrue();
    }

    [Fact]
    public void TryTake_KnownCaller_AllocatesNothing()
    {
        var limit = new WindowLimit(int.MaxValue, TimeSpan.FromMinutes(1), TimeProvider.System);
        Allocations.MedianBytes(() => limit.TryTake("a", out _, out _)).ShouldBe(0);
    }

    [Fact]
    public async Task TryTake_FromManyThreads_GivesExactlyTheLimit()
    {
        var limit = new WindowLimit(1000, TimeSpan.FromMinutes(1), _clock);
        var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Enumerable.Range(0, 500).Count(_ => limit.TryTake("a", out var _, out var _)))));
        taken.Sum().ShouldBe(1000);
    }
}
