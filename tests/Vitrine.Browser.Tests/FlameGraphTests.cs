using Microsoft.Playwright;
using Vitrine.Browser.Tests.Support;
using Vitrine.Testing;
using static Microsoft.Playwright.Assertions;

namespace Vitrine.Browser.Tests;

/// <summary>The flame graph's one file, opened as a person opens it: the golden of the drawing, in a browser.</summary>
public sealed class FlameGraphTests(Chromium chromium)
{
    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Picture_ByMouse_ZoomsSearchesAndStaysText(ColorScheme theme)
    {
        await using var visit = await chromium.VisitAsync(Shop, theme: theme);
        var page = visit.Page;
        await page.GotoAsync(Shop);
        var (details, found, stock) = (page.Locator("#details"), page.Locator("#found"), Frame(page, "Shop.Stock.Count"));
        await Expect(Frame(page, "Shop.Cart.Add")).ToBeVisibleAsync();

        await stock.HoverAsync();
        await Expect(details).ToContainTextAsync("Shop.Stock.Count  ·  Shop  ·  150 ms, 15.0 %");

        await page.GetByLabel("Search").FillAsync("^shop\\.");
        await Expect(found).ToHaveTextAsync("found in 70.0 %, 3 frames");
        await Frame(page, "Shop.Cart.Add").ClickAsync();
        await Expect(found).ToHaveTextAsync("found in 100.0 %, 2 frames");
        await Expect(stock).ToBeHiddenAsync();
        var (whole, shown) = ((await Frame(page, "all").BoundingBoxAsync())!, (await Frame(page, "Shop.Cart.Add").BoundingBoxAsync())!);
        // The frame under the pointer has a rim.
        shown.Width.ShouldBe(whole.Width, 4);

        await page.GetByRole(AriaRole.Button, new() { Name = "Reset" }).ClickAsync();
        await Expect(stock).ToBeVisibleAsync();
        (await page.EvaluateAsync<int>("document.querySelectorAll('b, script').length")).ShouldBe(1);
        visit.Complaints.ShouldBeEmpty();
        visit.Requests.ShouldBe([$"GET {Shop}"]);
    }

    [Fact]
    public async Task Picture_ByKeys_WalksZoomsAndComesBack()
    {
        await using var visit = await chromium.VisitAsync(Shop, width: 480);
        var (page, keys) = (visit.Page, visit.Page.Keyboard);
        await page.GotoAsync(Shop);
        var details = page.Locator("#details");

        foreach (var key in (string[])["ArrowDown", "ArrowDown", "ArrowRight"]) await keys.PressAsync(key);
        await Expect(details).ToContainTextAsync("Views.<b onclick=\"alert(1)\">");
        await keys.PressAsync("Enter");
        await Expect(Frame(page, "Shop.Cart.Add")).ToBeHiddenAsync();
        await keys.PressAsync("/");
        await keys.TypeAsync("render");
        await Expect(page.Locator("#found")).ToHaveTextAsync("found in 100.0 %, 1 frame");
        await keys.PressAsync("Escape");
        await keys.PressAsync("Escape");
        await Expect(Frame(page, "Shop.Cart.Add")).ToBeVisibleAsync();
        (await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth")).ShouldBeTrue();
    }

    private static ILocator Frame(IPage page, string name) => page.Locator($".frame[aria-label^='{name}  ·  ']");

    private static string Shop { get; } = new Uri(Checkout.PathOf("tests/Vitrine.Profiling.Tests/Flame/shop.svg")).AbsoluteUri;
}
