using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Vitrine.Browser.Tests.Support;
using Vitrine.Ledger.Audit.Export;
using Vitrine.Tests.Audit;
using Vitrine.Web.Roles;
using static Microsoft.Playwright.Assertions;

namespace Vitrine.Browser.Tests;

/// <summary>The console's audit trail over a real ledger.</summary>
public sealed class AuditPageTests(Chromium chromium)
{
    private static readonly LocatorAssertionsToContainTextOptions s_patiently = new() { Timeout = Visit.DeadlineMs };

    [Fact]
    public async Task Trail_IsVerifiedFilteredUnfoldedAndExported()
    {
        await using var ledger = await AuditedLedger.StartAsync();
        await using var console = await ConsoleOf(ledger);
        await using var visit = await (await chromium.VisitAsync(console.Root)).GoAsync("/#/audit");
        var (page, rows, chain) = (visit.Page, visit.Page.Locator("tr.record"), visit.Page.Locator(".chain"));
        await Expect(rows).ToHaveCountAsync(100, new() { Timeout = Visit.DeadlineMs });
        await Expect(chain).ToContainTextAsync(new Regex("Whole: all 30[0-9] records agree with the log"), s_patiently);
        await Expect(chain).ToContainTextAsync("signature right", s_patiently);
        await Expect(chain).ToContainTextAsync("100 shown: this browser computed every hash", s_patiently);
        await page.GetByRole(AriaRole.Button, new() { Name = "Show older ones" }).ClickAsync();
        await Expect(rows).ToHaveCountAsync(200);
        await Expect(chain).ToContainTextAsync("200 shown: this browser computed every hash", s_patiently);

        // By keys: the filter, then the second row.
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("alice");
        await page.GetByLabel("Action").SelectOptionAsync("AccessDenied");
        await Expect(rows).ToHaveCountAsync(50);
        page.Url.ShouldContain("actor=alice");
        await page.EvaluateAsync("document.activeElement.blur()");
        foreach (var key in (string[])["j", "j", "Enter"]) await page.Keyboard.PressAsync(key);
        var details = page.Locator(".record-details");
        await Expect(details).ToContainTextAsync("prev_hash");
        await Expect(details).ToContainTextAsync($"{294:x32}");
        await page.EvaluateAsync("scrollTo(0, 0)");
        await Screenshot.TakeAsync(page, "console-audit");
        await Expect(details.GetByText("The request, unfolded")).ToHaveAttributeAsync("href", $"#/requests/{294:x32}");
        await details.GetByText("All records of this request").ClickAsync();
        await Expect(rows).ToHaveCountAsync(1);

        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByLabel("Export").GetByText("CSV").ClickAsync());
        download.SuggestedFilename.ShouldMatch(@"^audit-1-30\d\.csv$");
        var verifier = new AuditVerifier();
        await using (var export = File.OpenRead((await download.PathAsync())!)) (await verifier.VerifyAsync(export, cancellation: TestContext.Current.CancellationToken)).ShouldBeTrue($"{verifier.Fault}");
        verifier.Count.ShouldBeGreaterThan(300);
        visit.Complaints.ShouldBeEmpty();
        visit.Requests.ShouldAllBe(request => request.StartsWith($"GET {console.Root}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Record_ThatWasAltered_IsMarkedAndToldOf()
    {
        await using var ledger = await AuditedLedger.StartAsync();
        await using var console = await ConsoleOf(ledger);
        await using (var before = await (await chromium.VisitAsync(console.Root)).GoAsync("/#/audit")) await Expect(before.Page.Locator("tr.record")).ToHaveCountAsync(100, new() { Timeout = Visit.DeadlineMs });
        ledger.Alter($"{290:x32}", $"{289:x32}");
        await using var visit = await (await chromium.VisitAsync(console.Root, 360, 780, ColorScheme.Dark)).GoAsync("/#/audit");
        var page = visit.Page;
        await Expect(page.Locator(".chain .verdict")).ToContainTextAsync("NOT whole: Record 290 (sequence 290) is not what the log says", s_patiently);
        await Expect(page.Locator(".chain")).ToContainTextAsync("100 shown: 1 altered", s_patiently);
        await page.Locator("tr.broken").ClickAsync();
        await Expect(page.Locator(".record-details")).ToContainTextAsync("its hash is not the hash of what it says");
        (await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth")).ShouldBeTrue();
        await page.EvaluateAsync("scrollTo(0, 0)");
        await Screenshot.TakeAsync(page, "console-audit-phone");
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task WithoutALedger_ThePageSaysHowToHaveOne()
    {
        await using var console = await ServedConsole.StartAsync(new Uri("http://127.0.0.1:1"));
        await using var visit = await (await chromium.VisitAsync(console.Root)).GoAsync("/#/audit");
        await Expect(visit.Page.Locator(".empty")).ToContainTextAsync("vitrine serve ledger", s_patiently);
        await Expect(visit.Page.Locator(".empty")).ToContainTextAsync("--audit-url");
        visit.Complaints.ShouldBeEmpty();
    }

    private static Task<ServedConsole> ConsoleOf(AuditedLedger ledger) =>
        ServedConsole.StartAsync(new Uri("http://127.0.0.1:1"), new RoleTarget("ledger", "kimberlite", new Uri(ledger.Url), new Uri(ledger.Url), "/health/ready"));
}
