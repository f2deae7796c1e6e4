using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Vitrine.Browser.Tests.Support;
using Vitrine.Testing;
using static Microsoft.Playwright.Assertions;

namespace Vitrine.Browser.Tests;

/// <summary>The live charts over real roles: in the console beside everything else, and as a role's own page.</summary>
public sealed class LivePageTests(Chromium chromium, RunningUp up)
{
    /// <summary>What the document promises, and what only .NET and this service have.</summary>
    private static readonly string[] s_charts = ["Heap (details)", "Goroutines (thread pool)", "Size Classes", "Runnable Time (thread-pool dispatch)", "Stop-the-world Pause Latencies (Total)", "Engine: Tokens", "Exceptions"];

    [Fact]
    public async Task Console_RoleByRole_ShowsChartsThatMove()
    {
        await using var visit = await (await chromium.VisitAsync(up.Web)).GoAsync("/#/live");
        var page = visit.Page;
        foreach (var title in s_charts) await Expect(Chart(page, title)).ToBeAttachedAsync();
        await MovesAsync(page, "CPU (Overall)");

        await page.GetByRole(AriaRole.Button, new() { Name = "gateway", Exact = true }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("#/live/gateway$"));
        await Expect(page.Locator("h1")).ToHaveTextAsync("Live charts of gateway");
        await Expect(Chart(page, "Engine: Tokens")).ToHaveCountAsync(0);
        await MovesAsync(page, "CPU (Overall)");
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task OwnPage_OfARole_ShowsTheSame_UnderAStrictPolicy()
    {
        await using var visit = await chromium.VisitAsync(up.Debug);
        var answer = await visit.Page.GotoAsync("/debug/live");
        var page = visit.Page;
        page.Url.ShouldBe($"{up.Debug}/debug/statsviz/");
        (await answer!.HeaderValueAsync("content-security-policy")).ShouldNotBeNull().ShouldNotContain("unsafe");
        await Expect(page.Locator(".brand")).ToHaveTextAsync("kronk");
        foreach (var title in s_charts) await Expect(Chart(page, title)).ToBeAttachedAsync();
        await MovesAsync(page, "Live Bytes in Heap");
        visit.Requests.ShouldAllBe(request => request.Contains(up.Debug, StringComparison.Ordinal));
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Choice_ByTagSearchAndKeys_IsNarrowedAndRemembered()
    {
        await using var visit = await (await chromium.VisitAsync(up.Web)).GoAsync("/#/live/model");
        var (page, keys) = (visit.Page, visit.Page.Keyboard);
        var charts = page.Locator(".chart");
        await Expect(Chart(page, "Sockets")).ToBeAttachedAsync();
        var all = await charts.CountAsync();

        await keys.PressAsync("/");
        await keys.TypeAsync("GC.GetTotalMemory");
        await Expect(charts).ToHaveCountAsync(3);
        await Expect(Chart(page, "Live Bytes in Heap")).ToBeVisibleAsync();
        await keys.PressAsync("Escape");
        await Expect(charts).ToHaveCountAsync(all);

        await page.GetByRole(AriaRole.Button, new() { Name = "Scheduler" }).ClickAsync(new() { Modifiers = [KeyboardModifier.Alt] });
        await Expect(Chart(page, "Goroutines (thread pool)")).ToBeVisibleAsync();
        await Expect(Chart(page, "Heap (details)")).ToHaveCountAsync(0);
        await page.ReloadAsync();
        await Expect(Chart(page, "Threads")).ToBeAttachedAsync();
        await Expect(Chart(page, "Heap (details)")).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Button, new() { Name = "Scheduler" }).ClickAsync(new() { Modifiers = [KeyboardModifier.Alt] });
        await Expect(charts).ToHaveCountAsync(all);

        await page.GetByRole(AriaRole.Searchbox).FillAsync("nothing is called this");
        await page.GetByText("Show all charts").ClickAsync();
        await Expect(charts).ToHaveCountAsync(all);
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Time_ByButtonsAndKeys_StandsStillAndReachesBack()
    {
        await using var visit = await chromium.VisitAsync(up.Web);
        var (page, keys) = (visit.Page, visit.Page.Keyboard);
        using var moments = new SemaphoreSlim(0);
        page.WebSocket += (_, socket) => socket.FrameReceived += (_, _) => moments.Release();
        await visit.GoAsync("/#/live/model");
        await MovesAsync(page, "CPU (Overall)");

        await keys.PressAsync("p");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Paused" })).ToBeVisibleAsync();
        var held = await PictureAsync(page, "CPU (Overall)");
        // Three moments come, and none is drawn.
        while (moments.CurrentCount > 0) await moments.WaitAsync(TestContext.Current.CancellationToken);
        for (var moment = 0; moment < 3; moment++) await moments.WaitAsync(TestContext.Current.CancellationToken);
        (await PictureAsync(page, "CPU (Overall)")).ShouldBe(held);
        await keys.PressAsync("2");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "5 min", Exact = true })).ToHaveAttributeAsync("aria-pressed", "true");
        await UntilOtherAsync(page, "CPU (Overall)", held);
        await keys.PressAsync("p");
        await MovesAsync(page, "CPU (Overall)");

        var lines = page.GetByRole(AriaRole.Button, new() { Name = "GC lines" });
        await Expect(lines).ToHaveAttributeAsync("aria-pressed", "true");
        await keys.PressAsync("m");
        await Expect(lines).ToHaveAttributeAsync("aria-pressed", "false");
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Chart_Explained_Enlarged_SavedAndThinnedOut()
    {
        await using var visit = await (await chromium.VisitAsync(up.Web)).GoAsync("/#/live/model");
        var page = visit.Page;
        var chart = Chart(page, "Heap (details)");
        await chart.GetByRole(AriaRole.Button, new() { Name = "What is" }).ClickAsync();
        await Expect(chart.Locator(".about")).ToContainTextAsync("GC.GetTotalMemory");

        var small = (await chart.BoundingBoxAsync())!.Width;
        await chart.GetByRole(AriaRole.Button, new() { Name = "Enlarge" }).ClickAsync();
        await Expect(chart).ToHaveClassAsync(new Regex("large"));
        (await chart.BoundingBoxAsync())!.Width.ShouldBeGreaterThan(small * 1.5f);
        await page.Keyboard.PressAsync("Escape");
        await Expect(chart).Not.ToHaveClassAsync(new Regex("large"));

        var saved = await page.RunAndWaitForDownloadAsync(() => chart.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync());
        saved.SuggestedFilename.ShouldBe("heap-details.png");
        (await File.ReadAllBytesAsync(await saved.PathAsync(), TestContext.Current.CancellationToken)).AsSpan(1, 3).ToArray().ShouldBe("PNG"u8.ToArray());

        var before = await PictureAsync(page, "Heap (details)");
        await chart.GetByRole(AriaRole.Button, new() { Name = "committed" }).ClickAsync();
        await Expect(chart.GetByRole(AriaRole.Button, new() { Name = "committed" })).ToHaveAttributeAsync("aria-pressed", "false");
        await UntilOtherAsync(page, "Heap (details)", before);
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Theme_Chosen_RepaintsTheCharts()
    {
        await using var visit = await (await chromium.VisitAsync(up.Web)).GoAsync("/#/live/model");
        var page = visit.Page;
        await MovesAsync(page, "CPU (Overall)");
        await page.Keyboard.PressAsync("p");
        var light = await PictureAsync(page, "CPU (Overall)");

        await page.Locator("button[aria-label^='Theme']").ClickAsync(new() { ClickCount = 2 });

        await Expect(page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        await UntilOtherAsync(page, "CPU (Overall)", light);
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Service_ThatGoesAway_IsSaid_AndTheChartsStay()
    {
        await using var visit = await chromium.VisitAsync(up.Web);
        // Closed from here as by a service that stops; the socket after it is refused for a while.
        var isGone = false;
        IWebSocketRoute? open = null;
        await visit.Page.RouteWebSocketAsync(new Regex("/statsviz/ws$"), socket =>
        {
            if (isGone)
            {
                _ = socket.CloseAsync();
                return;
            }

            open = socket;
            socket.ConnectToServer();
        });
        await visit.GoAsync("/#/live/model");
        var page = visit.Page;
        await MovesAsync(page, "CPU (Overall)");

        isGone = true;
        await open!.CloseAsync();
        await Expect(page.Locator(".notice")).ToContainTextAsync("does not answer");
        await Expect(Chart(page, "CPU (Overall)")).ToBeAttachedAsync();
        isGone = false;
        await Expect(page.Locator(".notice")).ToHaveCountAsync(0, new() { Timeout = Visit.DeadlineMs });
        await MovesAsync(page, "CPU (Overall)");
    }

    [Theory]
    [InlineData(360, ColorScheme.Dark)]
    [InlineData(2560, ColorScheme.Light)]
    public async Task Width_OfAnyScreen_FitsWithoutScrollingSideways(int width, ColorScheme theme)
    {
        foreach (var (root, path) in ((string, string)[])[(up.Web, "/#/live/model"), (up.Debug, "/debug/statsviz/")])
        {
            await using var visit = await chromium.VisitAsync(root, width, 1000, theme);
            await visit.GoAsync(path);
            await MovesAsync(visit.Page, "Requests in Flight", moves: false);
            (await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth")).ShouldBeLessThanOrEqualTo(0, path);
        }
    }

    [Fact]
    public async Task Pictures_ForTheDocuments()
    {
        if (!Screenshot.AreWanted) return;
        await using var light = await (await chromium.VisitAsync(up.Web, height: 1250)).GoAsync("/#/live/model");
        await using var dark = await (await chromium.VisitAsync(up.Debug, height: 1250, theme: ColorScheme.Dark)).GoAsync("/debug/statsviz/");
        using var over = new CancellationTokenSource(TimeSpan.FromSeconds(66));
        // Callers that ask at intervals of their own, so that sometimes one and sometimes all of them do.
        await Task.WhenAll(Enumerable.Range(1, 8).Select(caller => AskAsync(caller, over.Token)));
        await Screenshot.TakeAsync(light.Page, "console-live");
        await Screenshot.TakeAsync(dark.Page, "live-charts-dark");
    }

    private async Task AskAsync(int caller, CancellationToken over)
    {
        const string Question = """{"model":"vitrine-tiny","max_tokens":90,"messages":[{"role":"user","content":"What does a trace tell me about a slow request, and which span do I look at first?"}]}""";
        for (var asked = caller; !over.IsCancellationRequested; asked++)
        {
            using var body = new StringContent(Question, System.Text.Encoding.UTF8, "application/json");
            (await up.Http.PostAsync($"{up.Api}/v1/chat/completions", body, TestContext.Current.CancellationToken)).Dispose();
            await Task.Delay(250 * (asked % 9) * caller, TestContext.Current.CancellationToken);
        }
    }

    private static ILocator Chart(IPage page, string title) => page.GetByRole(AriaRole.Region, new() { Name = title, Exact = true });

    /// <summary>Waits until a chart is drawn, and then drawn otherwise.</summary>
    private static async Task MovesAsync(IPage page, string title, bool moves = true)
    {
        var chart = Chart(page, title);
        await chart.ScrollIntoViewIfNeededAsync();
        await Expect(chart.Locator("canvas")).ToBeVisibleAsync();
        if (moves) await UntilOtherAsync(page, title, await PictureAsync(page, title));
    }

    private static async Task UntilOtherAsync(IPage page, string title, string picture) =>
        await page.WaitForFunctionAsync("([title, before]) => document.querySelector(`.chart[aria-label='${title}'] canvas`)?.toDataURL() !== before", new[] { title, picture }, new() { Timeout = Visit.DeadlineMs });

    private static Task<string> PictureAsync(IPage page, string title) => page.EvaluateAsync<string>("title => document.querySelector(`.chart[aria-label='${title}'] canvas`).toDataURL()", title);
}
