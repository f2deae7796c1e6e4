using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Vitrine.Browser.Tests.Support;
using Vitrine.Forecast;
using Vitrine.Forecast.Engine;
using Vitrine.Telemetry.DebugServer;
using Vitrine.Testing;
using Vitrine.Testing.Upstreams;
using Vitrine.Web.Roles;
using static Microsoft.Playwright.Assertions;

namespace Vitrine.Browser.Tests;

/// <summary>The latency of a role's requests, drawn beyond now by the house's own forecaster: real requests, a real prediction, and a clock that runs ahead between them.</summary>
public sealed class LatencyPageTests(Chromium chromium)
{
    private const int Intervals = 40;
    private const int RequestsAnInterval = 3;
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(5);

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Traffic_OfMinutes_IsDrawnWithItsBandBeyondNow(ColorScheme theme)
    {
        await using var forecaster = await StartForecasterAsync();
        await using var model = await ScriptedUpstream.StartAsync(Tides());
        var clock = new ManualClock(DateTimeOffset.UtcNow - (Intervals * s_interval));
        await using var console = await ServedConsole.StartAsync(model.Address, clock, TargetOf(forecaster));
        await DriveAsync(console, clock);
        await using var visit = await (await chromium.VisitAsync(console.Root, theme: theme)).GoAsync("/#/services/web/latency");
        var page = visit.Page;

        await Expect(page.Locator(".latency [role=status]")).ToContainTextAsync("with a probability of 80 % from", new() { Timeout = Visit.DeadlineMs });
        await Expect(page.Locator(".latency canvas")).ToBeVisibleAsync();
        // The last column of the chart is one that only the prediction has.
        await page.Locator(".latency .u-over").HoverAsync(new() { Position = new() { X = (await page.Locator(".latency .u-over").BoundingBoxAsync())!.Width - 3, Y = 100 } });
        await Expect(page.Locator(".latency .u-series", new() { HasText = "predicted" })).ToContainTextAsync("ms");
        await Expect(page.Locator(".latency .u-series", new() { HasText = "slowest" })).ToContainTextAsync("–");
        using var http = new HttpClient();
        var answered = await http.GetStringAsync($"{forecaster.Addresses.Single()}/v1/metrics", TestContext.Current.CancellationToken);
        answered.ShouldMatch("""kronos_security_events_total\{event="authorized",container="frontend-app"\} [1-9]""");
        answered.ShouldMatch("""kronos_requests_total\{route="/v1/predict/single",status="success"\} [1-9]""");
        if (theme == ColorScheme.Light) await Screenshot.TakeAsync(page, "console-forecast");

        await page.GotoAsync("/#/live/web");
        await Expect(page.Locator(".live-latency .latency [role=status]")).ToContainTextAsync("with a probability of 80 %", new() { Timeout = Visit.DeadlineMs });
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task ForecasterThatRefuses_IsToldInASentence_AndTheChartStays()
    {
        await using var forecaster = await StartForecasterAsync(options => options with { AllowedCallers = new HashSet<string> { "scheduler" } });
        await using var model = await ScriptedUpstream.StartAsync(Tides());
        var clock = new ManualClock(DateTimeOffset.UtcNow - (Intervals * s_interval));
        await using var console = await ServedConsole.StartAsync(model.Address, clock, TargetOf(forecaster));
        await DriveAsync(console, clock);
        await using var visit = await (await chromium.VisitAsync(console.Root)).GoAsync("/#/services/web/latency");

        await Expect(visit.Page.Locator(".latency [role=status]")).ToContainTextAsync("No forecast: Forbidden", new() { Timeout = Visit.DeadlineMs });
        await Expect(visit.Page.Locator(".latency canvas")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task NoForecaster_ShowsWhatWas()
    {
        await using var model = await ScriptedUpstream.StartAsync(Tides());
        await using var console = await ServedConsole.StartAsync(model.Address);
        await DriveAsync(console, null);
        await using var visit = await (await chromium.VisitAsync(console.Root)).GoAsync("/#/services/web/latency");

        await Expect(visit.Page.Locator(".latency [role=status]")).ToContainTextAsync("No forecaster runs here", new() { Timeout = Visit.DeadlineMs });
        visit.Requests.ShouldNotContain(request => request.StartsWith("POST", StringComparison.Ordinal));
    }

    // Some requests an interval; without a clock of its own, of one interval alone.
    private static async Task DriveAsync(ServedConsole console, ManualClock? clock)
    {
        using var http = new HttpClient { BaseAddress = new Uri(console.Root) };
        for (var interval = 0; interval < (clock is null ? 1 : Intervals); interval++)
        {
            for (var request = 0; request < RequestsAnInterval; request++)
            {
                (await http.PostAsync("/chat", Question(), TestContext.Current.CancellationToken)).EnsureSuccessStatusCode().Dispose();
                clock?.Advance(s_interval / RequestsAnInterval);
            }
        }
    }

    private static StringContent Question() => new("""{"messages":[{"role":"user","content":"Why?"}]}""", Encoding.UTF8, "application/json");

    // Slower and quicker in turns, as models are whose batches fill and drain.
    private static RequestDelegate Tides()
    {
        var (random, asked) = (new Random(7), 0);
        return async context =>
        {
            await Task.Delay(TimeSpan.FromMilliseconds(25 + (12 * Math.Sin(asked++ / 9.0)) + random.Next(8)), context.RequestAborted);
            await Answers.Events(Answers.Piece("So."), Answers.Usage(3, 1), Answers.Done)(context);
        };
    }

    private static async Task<ForecastServer> StartForecasterAsync(Func<ForecastOptions, ForecastOptions>? configure = null)
    {
        var options = new ForecastOptions
        {
            Api = [new() { Port = 0 }],
            Debug = new() { Port = 0 },
            IsSupervised = true,
            LoadModel = _ => Task.FromResult<IForecaster>(new StatisticalForecaster()),
            ConfigureTelemetry = telemetry => telemetry.Log = null,
        };
        return await ForecastServer.StartAsync(configure?.Invoke(options) ?? options, TestContext.Current.CancellationToken);
    }

    private static RoleTarget TargetOf(ForecastServer forecaster) => new(
        "forecast", "kronos", new Uri(forecaster.Addresses.Single()), new Uri(forecaster.Services.GetRequiredService<DebugListener>().Addresses.Single()), "/v1/readyz");
}
