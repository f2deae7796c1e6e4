using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Vitrine.Browser.Tests.Support;
using Vitrine.Profiling;
using Vitrine.Profiling.Continuous;
using Vitrine.Testing;
using static Microsoft.Playwright.Assertions;

namespace Vitrine.Browser.Tests;

/// <summary>The console's profiles over real roles: one is taken, looked at, narrowed and kept.</summary>
public sealed class ProfilesPageTests(Chromium chromium, RunningUp up)
{
    [Fact]
    public async Task Cpu_OfTheModel_IsTakenSearchedZoomedAndDownloaded()
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var traffic = Task.WhenAll(TrafficAsync(over.Token), TrafficAsync(over.Token));
        await using var visit = await (await chromium.VisitAsync(up.Web)).GoAsync("/#/profiles?seconds=5");
        var page = visit.Page;
        await page.GetByRole(AriaRole.Button, new() { Name = "Take profile" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Progressbar)).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Article, new() { Name = "CPU of model" })).ToBeVisibleAsync(new() { Timeout = Visit.DeadlineMs });
        await over.CancelAsync();
        await traffic;

        var (told, canvas, top) = (page.Locator(".told"), page.Locator("canvas"), page.Locator(".top"));
        await Expect(told).ToContainTextAsync("all");
        await Expect(top).ToContainTextAsync("Vitrine.Inference");
        await Screenshot.TakeAsync(page, "console-profiles");

        // The engine's work is most of what the process does.
        await page.GetByRole(AriaRole.Searchbox).FillAsync("^Vitrine\\.Inference");
        await Expect(told).ToContainTextAsync(new Regex("found in [1-9][0-9]"));
        await Expect(top).Not.ToContainTextAsync("libcoreclr");

        // By keys: the widest child of the root fills the width, and Escape shows all again.
        await canvas.FocusAsync();
        foreach (var key in (string[])["ArrowDown", "ArrowDown", "Enter"]) await page.Keyboard.PressAsync(key);
        await Expect(told.GetByRole(AriaRole.Button, new() { Name = "Show all" })).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(told.GetByRole(AriaRole.Button)).ToHaveCountAsync(0);
        // By mouse: the row under the root.
        await page.EvaluateAsync("scrollTo(0, 0)");
        var picture = (await canvas.BoundingBoxAsync())!;
        await page.Mouse.ClickAsync(picture.X + 40, picture.Y + 30);
        await Expect(told.GetByRole(AriaRole.Button, new() { Name = "Show all" })).ToBeVisibleAsync();

        await page.GetByLabel("model", new() { Exact = true }).SelectOptionAsync("vitrine-tiny");
        await Expect(page.Locator(".figure-pair").First).ToContainTextAsync("s");

        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByText("Download", new() { Exact = true }).First.ClickAsync());
        download.SuggestedFilename.ShouldMatch(@"^model-cpu-\d{8}T\d{6}\.pb\.gz$");
        (await File.ReadAllBytesAsync((await download.PathAsync())!, TestContext.Current.CancellationToken)).AsSpan(0, 2).SequenceEqual((ReadOnlySpan<byte>)[0x1f, 0x8b]).ShouldBeTrue();
        visit.Complaints.ShouldBeEmpty();
        visit.Requests.ShouldAllBe(request => request.StartsWith($"GET {up.Web}", StringComparison.Ordinal) || request.StartsWith("GET blob:", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Heap", "inuse_space", 360, ColorScheme.Dark)]
    [InlineData("Threads", "goroutine", 2560, ColorScheme.Light)]
    public async Task Kinds_OfTheMoment_AreShownOnEveryScreen(string kind, string counted, int width, ColorScheme theme)
    {
        await using var visit = await (await chromium.VisitAsync(up.Web, width, theme: theme)).GoAsync("/#/profiles?role=gateway");
        var page = visit.Page;
        await page.GetByRole(AriaRole.Button, new() { Name = kind, Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Take profile" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Article, new() { Name = $"{kind} of gateway" })).ToContainTextAsync(counted, new() { Timeout = Visit.DeadlineMs });
        await Expect(page.Locator("canvas")).ToBeVisibleAsync();
        (await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth")).ShouldBeTrue();
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Refusal_OfTheRole_IsReadable_AndLeavingEndsTheCapture()
    {
        await using var visit = await (await chromium.VisitAsync(up.Web)).GoAsync("/#/profiles?role=web&seconds=60");
        var page = visit.Page;
        var cancel = page.GetByRole(AriaRole.Button, new() { Name = "Cancel" });
        await up.UntilAsync("the capture runs", async () =>
        {
            // What asks whether it runs may have come first and been the capture that refused the page's.
            if (!await cancel.IsVisibleAsync()) await page.GetByRole(AriaRole.Button, new() { Name = "Take profile" }).ClickAsync();
            return !(await up.Http.GetAsync($"{up.Web}/roles/web/debug/pprof/profile?seconds=1")).IsSuccessStatusCode;
        });

        await using var other = await (await chromium.VisitAsync(up.Web)).GoAsync("/#/profiles?role=web&seconds=5");
        await other.Page.GetByRole(AriaRole.Button, new() { Name = "Take profile" }).ClickAsync();
        await Expect(other.Page.Locator(".notice")).ToContainTextAsync("cpu profiling already in use", new() { Timeout = Visit.DeadlineMs });

        await cancel.ClickAsync();
        await up.UntilAsync("the capture has ended", async () => (await up.Http.GetAsync($"{up.Web}/roles/web/debug/pprof/profile?seconds=1")).IsSuccessStatusCode);
    }

    [Fact]
    public async Task KeptByTheClock_IsListedAndOpened()
    {
        var folder = Directory.CreateTempSubdirectory("vitrine-kept-");
        try
        {
            var profiling = new ProfilingOptions { Continuous = new ContinuousOptions { Every = TimeSpan.FromHours(1), For = TimeSpan.FromSeconds(1), Folder = folder.FullName } };
            await using var console = await ServedConsole.StartAsync(new Uri("http://127.0.0.1:1"), profiling);
            await using var visit = await (await chromium.VisitAsync(console.Root)).GoAsync("/#/profiles");
            var kept = visit.Page.GetByLabel("Kept profiles");
            await Expect(kept.GetByText("Download")).ToHaveCountAsync(1, new() { Timeout = Visit.DeadlineMs });
            await kept.GetByRole(AriaRole.Button).First.ClickAsync();

            await Expect(visit.Page.GetByRole(AriaRole.Article)).ToContainTextAsync("CPU of web", new() { Timeout = Visit.DeadlineMs });
            visit.Complaints.ShouldBeEmpty();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task TrafficAsync(CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"{up.Api}/v1/chat/completions")
            {
                Content = JsonContent.Create(new { model = "vitrine-tiny", max_tokens = 200, messages = new[] { new { role = "user", content = "Why is my p99 latency high?" } } }, options: JsonSerializerOptions.Web),
            };
            using var answer = await up.Http.SendAsync(request, CancellationToken.None);
            await answer.Content.LoadIntoBufferAsync(CancellationToken.None);
        }
    }
}
