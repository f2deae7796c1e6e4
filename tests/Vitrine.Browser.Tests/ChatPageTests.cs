using System.Net.Http.Json;
using Vitrine.Browser.Tests.Support;
using Vitrine.Testing.Upstreams;
using Vitrine.Web.Roles;
using static Microsoft.Playwright.Assertions;

namespace Vitrine.Browser.Tests;

/// <summary>The chat page against a model that a test scripts: hostile texts, failures, stopping, and the document's metrics panel.</summary>
public sealed class ChatPageTests(Chromium chromium)
{
    private const string Question = "GET /metrics/summary";

    [Fact]
    public async Task Panel_WhileItIsSeen_AsksEveryTenSecondsAndShowsWhatTheDocumentShows()
    {
        await using var model = await ScriptedUpstream.StartAsync();
        await using var console = await ServedConsole.StartAsync(model.Address);
        await using var visit = await chromium.VisitAsync(console.Root);
        var page = visit.Page;
        using var http = new HttpClient();
        // The size tells one answer from the next: once it is shown, the answer was taken in and the next interval has begun.
        async Task ReportAsync(int contextSize) =>
            (await http.PostAsJsonAsync($"{console.Root}/metrics/llamacpp", new { context_size = contextSize, prompt_eval_time_ms = 12.5, tokens_per_second = 18.25, memory_per_token_bytes = 3072, threads_used = 4, batch_size = 256, model_type = "llama.cpp" }, TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();

        await ReportAsync(contextSize: 100);
        // The page's time stands still but for what passes below, however long the machine takes.
        await page.Clock.InstallAsync();
        await page.Clock.PauseAtAsync(DateTime.UtcNow.AddHours(1));
        await visit.GoAsync("/#/chat");
        visit.Count(Question).ShouldBe(0);
        await page.Clock.RunForAsync(1_000);
        for (var asked = 1; ; asked++)
        {
            await Expect(page.Locator(".row", new() { HasText = "Context window" })).ToContainTextAsync($"{asked * 100} tokens");
            visit.Count(Question).ShouldBe(asked);
            if (asked == 4) break;
            await ReportAsync((asked + 1) * 100);
            await page.Clock.RunForAsync(9_999);
            visit.Count(Question).ShouldBe(asked);
            await page.Clock.RunForAsync(1);
        }

        await Expect(page.Locator(".metrics")).ToContainTextAsync("llama.cpp");
        // 18 tokens a second stand between 15 and 30: the document's yellow.
        await Expect(page.Locator(".row", new() { HasText = "Tokens per second" }).Locator("dd")).ToHaveClassAsync("graded warning");
        await Expect(page.Locator(".row", new() { HasText = "Threads" })).ToContainTextAsync("Moderate");
        await Expect(page.Locator(".row", new() { HasText = "Memory per token" })).ToContainTextAsync("Excellent");

        await page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Metrics", Exact = true }).ClickAsync();
        foreach (var text in (string[])["In:", "Out:", "Reqs:", "Avg:", "Tokens/sec:", "Context:", "Detailed Dashboard"]) await Expect(page.Locator(".metrics .line")).ToContainTextAsync(text);
        await page.GetByText("Hide Metrics").ClickAsync();
        await Expect(page.GetByText("Show Metrics")).ToBeVisibleAsync();
        await page.Clock.RunForAsync(60_000);
        visit.Count(Question).ShouldBe(4);
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Texts_OfTheModelAndNames_NeverBecomeMarkup()
    {
        const string hostile = "<img src=x onerror=\"window.hacked=1\"><script>window.hacked=1</script>";
        await using var model = await ScriptedUpstream.StartAsync();
        model.Models = [hostile, "other"];
        model.Answer = Speech("# " + hostile, "\n\n" + hostile + "\n\n- [go](javascript:window.hacked=1)\n\n```", hostile + "\n", hostile, "\n```\n| ", hostile, " | b |\n|---|---|\n| 1 | 2 |\n");
        await using var console = await ServedConsole.StartAsync(model.Address);
        await using var visit = await (await chromium.VisitAsync(console.Root)).GoAsync("/#/chat");
        var page = visit.Page;
        await Expect(page.GetByLabel("Model")).ToContainTextAsync("<script>");
        await page.GetByLabel("Your question").FillAsync(hostile);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("a.strip")).ToBeVisibleAsync(new() { Timeout = Visit.DeadlineMs });
        await Expect(page.Locator(".prose")).ToContainTextAsync(hostile);
        await Expect(page.Locator(".prose [role=heading]")).ToHaveTextAsync(hostile);
        await Expect(page.Locator(".prose table")).ToHaveCountAsync(1);
        (await page.Locator(".turns img, .turns script, .turns a[href^=javascript]").CountAsync()).ShouldBe(0);
        await page.GotoAsync("/#/requests");
        await Expect(page.Locator("#main")).ToContainTextAsync("<script>", new() { Timeout = Visit.DeadlineMs });
        (await page.EvaluateAsync<bool>("'hacked' in window")).ShouldBeFalse();
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Stop_InMidAnswer_FreesTheModelAndKeepsWhatCame()
    {
        var held = new HeldAnswer().Say(Answers.Piece("Hello ")).Say(Answers.Piece("there."));
        await using var model = await ScriptedUpstream.StartAsync(held.RunAsync);
        await using var console = await ServedConsole.StartAsync(model.Address);
        await using var visit = await (await chromium.VisitAsync(console.Root)).GoAsync("/#/chat");
        var page = visit.Page;
        await page.GetByLabel("Your question").FillAsync("Say hello.");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".prose")).ToContainTextAsync("Hello there.");
        await page.GetByText("Stop", new() { Exact = true }).ClickAsync();
        await Expect(page.GetByText("Stopped.")).ToBeVisibleAsync();
        await held.Left;
        await console.UntilAsync("genai_app_active_requests 0");
        await page.ReloadAsync();
        await Expect(page.Locator(".prose")).ToContainTextAsync("Hello there.");
        await page.GetByText("Clear").ClickAsync();
        await Expect(page.Locator(".turn")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Leaving_InMidAnswer_KeepsWhatCame_AndClearingForgetsIt()
    {
        await using var model = await ScriptedUpstream.StartAsync(context => new HeldAnswer().Say(Answers.Piece("Half of it.")).RunAsync(context));
        await using var console = await ServedConsole.StartAsync(model.Address);
        await using var visit = await (await chromium.VisitAsync(console.Root)).GoAsync("/#/chat");
        var page = visit.Page;
        await page.GetByLabel("Your question").FillAsync("Say something.");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".prose")).ToContainTextAsync("Half of it.");
        await visit.GoAsync("/#/services");
        await Expect(page.Locator("h1")).ToHaveTextAsync("Services");
        await visit.GoAsync("/#/chat");
        await Expect(page.Locator(".prose")).ToContainTextAsync("Half of it.");

        await page.GetByLabel("Your question").FillAsync("And again.");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".prose")).ToHaveCountAsync(2);
        await page.GetByText("Clear").ClickAsync();
        await Expect(page.Locator(".turn")).ToHaveCountAsync(0);
        await console.UntilAsync("genai_app_active_requests 0");
        await page.ReloadAsync();
        await Expect(page.Locator(".turn")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task ModelDown_IsASentenceThatLeadsToTheRequest_AndIsReported()
    {
        await using var console = await ServedConsole.StartAsync(new Uri("http://127.0.0.1:9"));
        await using var visit = await (await chromium.VisitAsync(console.Root)).GoAsync("/#/chat");
        var page = visit.Page;
        await page.GetByLabel("Your question").FillAsync("Anybody?");
        var reported = page.WaitForRequestAsync("**/metrics/error");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".notice.bad")).ToBeVisibleAsync(new() { Timeout = Visit.DeadlineMs });
        (await reported).PostData.ShouldNotBeNull().ShouldContain("api_error");
        await page.GetByText("What happened to this request").ClickAsync();
        await Expect(page.Locator("#main")).ToContainTextAsync("upstream_error", new() { Timeout = Visit.DeadlineMs });
    }

    [Fact]
    public async Task RoleDown_IsNamed_AndTheOthersAreShown()
    {
        await using var model = await ScriptedUpstream.StartAsync();
        var nobody = new Uri("http://127.0.0.1:9");
        await using var console = await ServedConsole.StartAsync(model.Address, new RoleTarget("gateway", "kthena", nobody, nobody, "/readyz"));
        await using var visit = await (await chromium.VisitAsync(console.Root)).GoAsync("/#/services");
        await Expect(visit.Page.Locator(".card", new() { HasText = "gateway" })).ToContainTextAsync("unreachable", new() { Timeout = Visit.DeadlineMs });
        await Expect(visit.Page.Locator(".card", new() { HasText = "web" })).ToContainTextAsync("Up for");
        await visit.GoAsync("/");
        await Expect(visit.Page.Locator("#main")).ToContainTextAsync("gateway");
    }

    private static Microsoft.AspNetCore.Http.RequestDelegate Speech(params string[] pieces) =>
        Answers.Events([.. pieces.Select(Answers.Piece), Answers.Usage(12, pieces.Length), Answers.Done]);
}
