using Microsoft.Playwright;
using Vitrine.Browser.Tests.Support;
using Vitrine.Testing.Upstreams;
using static Microsoft.Playwright.Assertions;

namespace Vitrine.Browser.Tests;

/// <summary>A console that is left open.</summary>
public sealed class EnduranceTests(Chromium chromium)
{
    private const int Minute = 60_000;

    [Theory]
    [InlineData("/#/requests")]
    [InlineData("/#/services/web")]
    public async Task OpenForAnHour_KeepsItsMemory(string path)
    {
        await using var model = await ScriptedUpstream.StartAsync();
        await using var console = await ServedConsole.StartAsync(model.Address);
        await using var visit = await chromium.VisitAsync(console.Root);
        await visit.Page.Clock.InstallAsync();
        await visit.GoAsync(path);
        await Expect(visit.Page.Locator("h1")).ToBeAttachedAsync();
        await TickAsync(visit, 10);
        var before = await HeapBytesAsync(visit);
        await TickAsync(visit, 60);
        // Room for what a look brings; a page that kept each answer would hold many times as much.
        (await HeapBytesAsync(visit) - before).ShouldBeLessThan(2 * 1024 * 1024);
        visit.Complaints.ShouldBeEmpty();
    }

    /// <summary>Lets minutes pass, in steps in which the page polls and is answered.</summary>
    private static async Task TickAsync(Visit visit, int minutes)
    {
        for (var step = 0; step < minutes * 2; step++)
        {
            await visit.Page.Clock.RunForAsync(Minute / 2);
            await visit.Page.EvaluateAsync("() => fetch('/roles').then(answer => answer.text())");
        }
    }

    private static async Task<long> HeapBytesAsync(Visit visit)
    {
        await using var session = await visit.Page.Context.NewCDPSessionAsync(visit.Page);
        await session.SendAsync("HeapProfiler.collectGarbage");
        var usage = await session.SendAsync("Runtime.getHeapUsage");
        return (long)usage!.Value.GetProperty("usedSize").GetDouble();
    }
}
