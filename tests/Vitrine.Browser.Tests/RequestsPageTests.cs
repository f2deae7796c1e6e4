using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using Vitrine.Browser.Tests.Support;
using Vitrine.Testing;
using static Microsoft.Playwright.Assertions;

namespace Vitrine.Browser.Tests;

/// <summary>The first page over real roles: a request is found and unfolded, by mouse and by keys.</summary>
public sealed class RequestsPageTests(Chromium chromium, RunningUp up)
{
    [Fact]
    public async Task List_FilteredByKeys_OpensTheRequestAndKeepsTheFilterOnTheWayBack()
    {
        var (answered, refused) = (TraceId(), TraceId());
        await AskAsync("vitrine-tiny", answered);
        await AskAsync("nobody-serves-this", refused);
        await using var visit = await (await chromium.VisitAsync(up.Web)).GoAsync("/");
        var (page, keys) = (visit.Page, visit.Page.Keyboard);
        await Expect(Row(page, answered)).ToContainTextAsync("ok");
        await Expect(Row(page, refused)).ToContainTextAsync("route not found");

        await keys.PressAsync("/");
        await keys.TypeAsync("nobody-serves");
        await Expect(Row(page, answered)).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Button, new() { Name = "Failed" }).ClickAsync();
        await keys.PressAsync("ArrowDown");
        await keys.PressAsync("Enter");
        await Expect(page.Locator(".headline")).ToContainTextAsync("route not found");
        // The deepest scope that went wrong is what one sees first.
        await Expect(page.Locator(".details")).ToContainTextAsync("route_not_found");

        await keys.PressAsync("Escape");
        await Expect(page.Locator("tbody tr").First).ToContainTextAsync("nobody-serves-this");
        page.Url.ShouldEndWith("#/requests?q=nobody-serves&show=failed");
    }

    [Fact]
    public async Task Story_ByKeys_FoldsZoomsAndTellsEveryScope()
    {
        var trace = TraceId();
        await AskAsync("vitrine-tiny", trace);
        await using var visit = await (await chromium.VisitAsync(up.Web)).GoAsync($"/#/requests/{trace}");
        var (page, keys) = (visit.Page, visit.Page.Keyboard);
        var tree = page.GetByRole(AriaRole.Tree);
        foreach (var scope in (string[])["gateway http", "gateway schedule", "model http", "model prefill", "model decode"]) await Expect(tree.GetByRole(AriaRole.Treeitem, new() { NameString = scope }).First).ToBeVisibleAsync();

        await tree.GetByRole(AriaRole.Treeitem, new() { NameString = "gateway inference" }).ClickAsync();
        await keys.PressAsync("ArrowLeft");
        await Expect(tree.GetByRole(AriaRole.Treeitem)).ToHaveCountAsync(2);
        await keys.PressAsync("ArrowRight");
        await Expect(tree).ToContainTextAsync("decode");
        await keys.PressAsync("End");
        await Expect(page.Locator(".details")).ToContainTextAsync("respond");
        await keys.PressAsync("z");
        await Expect(page.GetByText("Show all of the time")).ToBeVisibleAsync();

        await Expect(page.GetByLabel("Why this pod")).ToContainTextAsync("first choice, answered");
        await Expect(page.GetByLabel("Log lines")).ToContainTextAsync("slot-finished");
        await Expect(page.GetByLabel("Series")).ToContainTextAsync("kthena_router_requests_total");
        await Expect(page.GetByLabel("Where the time went")).ToContainTextAsync("Answer (decode)");
        await Expect(page.Locator(".handles")).ToContainTextAsync($"vitrine explain {trace}");
    }

    [Fact]
    public async Task Id_ThatNobodyKnows_IsExplained()
    {
        await using var visit = await (await chromium.VisitAsync(up.Web)).GoAsync("/");
        var page = visit.Page;
        await page.GetByRole(AriaRole.Searchbox).FillAsync(TraceId());
        await page.GetByText("Ask every role for this id").ClickAsync();

        await Expect(page.GetByText("No role remembers this request")).ToBeVisibleAsync();
        await page.GetByText("All requests").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Searchbox)).ToBeVisibleAsync();
    }

    private static ILocator Row(IPage page, string trace) => page.Locator("tbody tr").Filter(new() { Has = page.Locator($"a[href*='{trace}']") });

    private static string TraceId() => Guid.NewGuid().ToString("N");

    private async Task AskAsync(string model, string trace)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{up.Api}/v1/chat/completions")
        {
            Content = JsonContent.Create(new { model, max_tokens = 12, messages = new[] { new { role = "user", content = "What is a span?" } } }, options: JsonSerializerOptions.Web),
        };
        request.Headers.Add("traceparent", $"00-{trace}-00f067aa0ba902b7-01");
        using var answer = await up.Http.SendAsync(request, TestContext.Current.CancellationToken);
        await answer.Content.LoadIntoBufferAsync(TestContext.Current.CancellationToken);
    }
}
