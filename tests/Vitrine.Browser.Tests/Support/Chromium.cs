using Microsoft.Playwright;
using Vitrine.Browser.Tests.Support;
using Vitrine.Testing;

[assembly: AssemblyFixture(typeof(Chromium))]

namespace Vitrine.Browser.Tests.Support;

/// <summary>The machine's Chromium, headless, started by the first test that wants a page. A machine without it skips and says so.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private IPlaywright? _driver;
    private IBrowser? _browser;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>Opens a window of its own: nothing kept, nothing shared with other tests.</summary>
    /// <param name="root">The console's address.</param>
    public async Task<Visit> VisitAsync(string root, int width = 1440, int height = 900, ColorScheme theme = ColorScheme.Light)
    {
        var browser = await LaunchAsync(ExternalTool.Locate("chromium"));
        var context = await browser.NewContextAsync(new()
        {
            BaseURL = root,
            ViewportSize = new() { Width = width, Height = height },
            ColorScheme = theme,
            ReducedMotion = ReducedMotion.Reduce,
            Locale = "en-GB",
            TimezoneId = "UTC",
        });
        return new Visit(context, await context.NewPageAsync(), root);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.CloseAsync();
        _driver?.Dispose();
        _turn.Dispose();
    }

    private async Task<IBrowser> LaunchAsync(string program)
    {
        await _turn.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            _driver ??= await Playwright.CreateAsync();
            return _browser ??= await _driver.Chromium.LaunchAsync(new()
            {
                ExecutablePath = program,
                Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
            });
        }
        finally
        {
            _turn.Release();
        }
    }
}
