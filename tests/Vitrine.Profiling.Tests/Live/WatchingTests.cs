using Microsoft.Extensions.Logging.Abstractions;
using Vitrine.Profiling.Live;

namespace Vitrine.Profiling.Tests.Live;

/// <summary>Runs begin with the first who looks and end with the last, and nobody holds another up.</summary>
public sealed class WatchingTests
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Run_BeginsWithTheFirstPage_AndEndsWithTheLast()
    {
        await using var service = await LiveService.StartAsync();
        service.Charts.Current.ShouldBeNull();
        await using var first = await service.ConnectAsync();
        await using var second = await service.ConnectAsync();
        await first.UntilAsync(_ => true);
        await second.UntilAsync(_ => true);
        var run = service.Charts.Current.ShouldNotBeNull();

        await first.LeaveAsync();
        await second.UntilAsync(_ => true);
        run.Ended.IsCompleted.ShouldBeFalse();
        await second.LeaveAsync();

        await run.Ended.WaitAsync(s_deadline, TestContext.Current.CancellationToken);
        service.Charts.Current.ShouldBeNull();
    }

    [Fact]
    public async Task Run_AfterOneThatEnded_BeginsAnew()
    {
        await using var service = await LiveService.StartAsync();
        await using (var client = await service.ConnectAsync())
        {
            await client.UntilAsync(_ => true);
            await client.LeaveAsync();
        }

        await using var again = await service.ConnectAsync();

        (await again.ReadAsync()).Event.ShouldBe("config");
        // Nothing is known of the time in which nobody looked, so nothing has grown yet.
        var moment = await again.UntilAsync(_ => true);
        moment.GetProperty("series").GetProperty("cpu-overall").EnumerateArray().ShouldAllBe(value => value.GetDouble() == 0);
    }

    [Fact]
    public async Task SlowWatcher_MissesMoments_AndTheOthersDoNot()
    {
        var charts = new LiveCharts([], NullLogger<LiveCharts>.Instance) { Interval = TimeSpan.FromMilliseconds(20) };
        using var slow = charts.Watch();
        using var quick = charts.Watch();
        using var deadline = new CancellationTokenSource(s_deadline);

        byte[] newest = [];
        while (slow.Missed < 5) newest = await quick.Messages.ReadAsync(deadline.Token);
        while (!slow.Messages.TryPeek(out var kept) || kept != newest) newest = await quick.Messages.ReadAsync(deadline.Token);

        (await slow.Messages.ReadAsync(deadline.Token)).ShouldBeSameAs(newest, "Whoever comes late gets the newest moment.");
    }

    [Fact]
    public async Task Service_ThatStops_EndsItsSockets()
    {
        await using var service = await LiveService.StartAsync();
        await using var client = await service.ConnectAsync();
        await client.UntilAsync(_ => true);
        var run = service.Charts.Current.ShouldNotBeNull();

        var stopping = service.StopAsync();

        await Should.ThrowAsync<Exception>(() => client.UntilAsync(_ => false));
        await stopping.WaitAsync(s_deadline, TestContext.Current.CancellationToken);
        await run.Ended.WaitAsync(s_deadline, TestContext.Current.CancellationToken);
    }
}
