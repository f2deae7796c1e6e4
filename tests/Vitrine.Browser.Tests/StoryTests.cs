using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Vitrine.Browser.Tests.Support;
using Vitrine.Testing;
using static Microsoft.Playwright.Assertions;

namespace Vitrine.Browser.Tests;

/// <summary>What a first visitor does with the whole house behind the pages: <c>vitrine up</c>, real roles, real answers.</summary>
public sealed partial class StoryTests(Chromium chromium, RunningUp up)
{
    [Fact]
    public async Task FirstVisit_TwoClicks_BringAStreamedAnswer_AndAThirdItsStory()
    {
        await using var visit = await (await chromium.VisitAsync(up.Web)).GoAsync("/");
        var page = visit.Page;
        await page.GetByRole(AriaRole.Link, new() { Name = "Chat" }).First.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Why is my p99 latency high?" }).ClickAsync();
        var strip = page.Locator("a.strip");
        await Expect(strip).ToBeVisibleAsync(new() { Timeout = Visit.DeadlineMs });
        (await page.Locator(".prose").InnerTextAsync()).Split(' ').Length.ShouldBeGreaterThan(4);
        await Expect(strip).ToContainTextAsync("first token");
        await Expect(strip).ToContainTextAsync("tokens/s");
        await Screenshot.TakeAsync(page, "console-chat");

        await strip.ClickAsync();
        // One trace from the page to the decoding of the model.
        foreach (var scope in (string[])["page", "web", "gateway", "model", "prefill", "decode"])
            await Expect(page.Locator("#main")).ToContainTextAsync(scope, new() { Timeout = Visit.DeadlineMs });
        await Expect(page.Locator("#main")).ToContainTextAsync(TraceOf(page.Url)[..8]);
        await Screenshot.TakeAsync(page, "console-request");

        await page.GetByRole(AriaRole.Link, new() { Name = "Requests" }).First.ClickAsync();
        await Expect(page.Locator("#main")).ToContainTextAsync("vitrine-tiny", new() { Timeout = Visit.DeadlineMs });
        // The newest dot stands at the right edge of a field as wide as the page.
        await Expect(page.Locator(".scatter a").First).ToBeAttachedAsync(new() { Timeout = Visit.DeadlineMs });
        var dots = await page.Locator(".scatter a").EvaluateAllAsync<double[]>("dots => dots.map(dot => dot.getBoundingClientRect().right / innerWidth)");
        dots.Max().ShouldBeInRange(0.9, 1);
        await Screenshot.TakeAsync(page, "console-requests");
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Services_EveryRole_ShowsItsStateMetricsLogSignalsAndSettings()
    {
        await using var visit = await (await chromium.VisitAsync(up.Web)).GoAsync("/#/services");
        var page = visit.Page;
        foreach (var role in (string[])["web", "gateway", "model"]) await Expect(page.Locator(".card").Filter(new() { Has = page.GetByRole(AriaRole.Heading, new() { Name = role, Exact = true }) })).ToContainTextAsync("ready", new() { Timeout = Visit.DeadlineMs });
        await Screenshot.TakeAsync(page, "console-services");

        await page.GotoAsync("/#/services/gateway");
        await Expect(page.Locator(".metrics-list")).ToContainTextAsync("kthena_router_requests_total", new() { Timeout = Visit.DeadlineMs });
        await page.GetByPlaceholder("Find a metric").FillAsync("fairness_queue_size");
        await Expect(page.Locator(".metrics-list > li")).ToHaveCountAsync(1);
        await page.GetByPlaceholder("Find a metric").FillAsync("process_");
        await page.GetByText("process_cpu_seconds_total").ClickAsync();
        await Expect(page.Locator(".course canvas")).ToBeVisibleAsync();
        await Expect(page.Locator(".course .u-legend")).ToContainTextAsync("per second");
        foreach (var (view, text) in ((string, string)[])[("Log", "Gateway"), ("Signals", "Two ways to count the same"), ("Settings", "gateway.upstream")])
        {
            await page.GetByRole(AriaRole.Button, new() { Name = view, Exact = true }).ClickAsync();
            await Expect(page.Locator(".role-view")).ToContainTextAsync(text, new() { Timeout = Visit.DeadlineMs });
        }

        await page.GotoAsync("/#/services/model/models");
        await Expect(page.Locator(".role-view")).ToContainTextAsync("vitrine-tiny");
        visit.Complaints.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(360, ColorScheme.Light)]
    [InlineData(2560, ColorScheme.Light)]
    [InlineData(360, ColorScheme.Dark)]
    public async Task EveryPage_AtEveryWidth_FitsWithoutScrollingSideways(int width, ColorScheme theme)
    {
        await using var visit = await chromium.VisitAsync(up.Web, width, 800, theme);
        foreach (var path in (string[])["/", "/#/chat", "/#/services", "/#/services/gateway", "/#/services/gateway/latency", "/#/services/gateway/signals", "/#/services/gateway/settings"])
        {
            await visit.GoAsync(path);
            await Expect(visit.Page.Locator("h1")).ToBeAttachedAsync();
            (await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth")).ShouldBeLessThanOrEqualTo(0, path);
        }
    }

    [Fact]
    public async Task AnyPage_AsksNobodyButTheConsole_UnderAStrictPolicy()
    {
        await using var visit = await chromium.VisitAsync(up.Web);
        var answer = await visit.Page.GotoAsync("/");
        var policy = await answer!.HeaderValueAsync("content-security-policy");
        policy.ShouldNotBeNull().ShouldContain("default-src 'none'");
        policy.ShouldNotContain("unsafe");
        foreach (var (path, asked) in ((string, string)[])[("/#/chat", "/metrics/summary"), ("/#/services", "/roles/model/debug"), ("/#/services/model/log", "/logs")])
            await visit.UntilAnsweredAsync(path, asked);

        visit.Requests.ShouldNotBeEmpty();
        visit.Requests.ShouldAllBe(request => request.Contains(up.Web, StringComparison.Ordinal) || request.Contains(" data:", StringComparison.Ordinal));
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Keyboard_Alone_ReachesEveryPageAndAnAnswer()
    {
        await using var visit = await (await chromium.VisitAsync(up.Web)).GoAsync("/");
        var (page, keys) = (visit.Page, visit.Page.Keyboard);
        await keys.PressAsync("Tab");
        await Expect(page.GetByText("Skip to the page")).ToBeFocusedAsync();
        await keys.PressAsync("g");
        await keys.PressAsync("s");
        await Expect(page).ToHaveURLAsync(ServicesUrl());
        await keys.PressAsync("g");
        await keys.PressAsync("c");
        await Expect(page.GetByLabel("Your question")).ToBeFocusedAsync();
        await keys.TypeAsync("What is a token?");
        await keys.PressAsync("Enter");
        await Expect(page.Locator("a.strip")).ToBeVisibleAsync(new() { Timeout = Visit.DeadlineMs });
    }

    private static string TraceOf(string url) => TraceInUrl().Match(url).Value;

    [GeneratedRegex("[0-9a-f]{32}")]
    private static partial Regex TraceInUrl();

    [GeneratedRegex("#/services$")]
    private static partial Regex ServicesUrl();
}
