using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Vitrine.Profiling.Live;

namespace Vitrine.Profiling.Tests.Live;

/// <summary>Statsviz's protocol over a real socket: check K16 of the contract, and who may listen.</summary>
public sealed class ProtocolTests
{
    private static readonly string[] s_documented = ["goroutines", "heap (details)", "size-classes", "runnable-time", "total-pauses-gc"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Socket_TellsItsCharts_ThenAMomentASecond()
    {
        await using var service = await LiveService.StartPlainAsync();
        await using var client = await service.ConnectAsync();

        var (name, config) = await client.ReadAsync();

        name.ShouldBe("config");
        config.GetProperty("service").GetString().ShouldBe("shop");
        config.GetProperty("events").EnumerateArray().Select(each => each.GetString()).ShouldBe(["lastgc"]);
        var series = config.GetProperty("series").EnumerateArray().ToDictionary(plot => plot.GetProperty("name").GetString()!, StringComparer.Ordinal);
        s_documented.ShouldBeSubsetOf(series.Keys);
        var before = 0L;
        for (var tick = 0; tick < 3; tick++)
        {
            (name, var data) = await client.ReadAsync();
            name.ShouldBe("metrics");
            // A second and not much less after the one before.
            data.GetProperty("timestamp").GetInt64().ShouldBeGreaterThan(before + 800);
            before = data.GetProperty("timestamp").GetInt64();
            var values = data.GetProperty("series").EnumerateObject().ToDictionary(plot => plot.Name, plot => plot.Value.GetArrayLength(), StringComparer.Ordinal);
            values.Remove("lastgc", out var collections).ShouldBeTrue();
            collections.ShouldBeLessThanOrEqualTo(1);
            values.ShouldBe(series.ToDictionary(plot => plot.Key, plot => LengthOf(plot.Value), StringComparer.Ordinal), ignoreOrder: true);
        }
    }

    [Fact]
    public async Task Config_HasWhatStatsvizsPageReads()
    {
        await using var service = await LiveService.StartAsync();
        await using var client = await service.ConnectAsync();

        var (_, config) = await client.ReadAsync();

        foreach (var plot in config.GetProperty("series").EnumerateArray())
        {
            foreach (var property in (string[])["name", "title", "type", "infoText", "events"]) plot.GetProperty(property).ValueKind.ShouldBe(JsonValueKind.String);
            plot.GetProperty("tags").EnumerateArray().ShouldNotBeEmpty();
            plot.GetProperty("metrics").EnumerateArray().ShouldNotBeEmpty();
            plot.GetProperty("infoText").GetString()!.ShouldNotContain('<');
            plot.GetProperty("layout").GetProperty("yaxis").GetProperty("title").GetString().ShouldNotBeNullOrEmpty();
            if (plot.GetProperty("type").GetString() != "heatmap") continue;
            var buckets = plot.GetProperty("buckets").GetArrayLength();
            buckets.ShouldBeLessThanOrEqualTo(100);
            plot.GetProperty("custom_data").GetArrayLength().ShouldBe(buckets);
            plot.GetProperty("colorscale").GetArrayLength().ShouldBeGreaterThan(1);
            var axis = plot.GetProperty("layout").GetProperty("yaxis");
            axis.GetProperty("tickvals").GetArrayLength().ShouldBe(axis.GetProperty("ticktext").GetArrayLength());
        }
    }

    [Fact]
    public async Task Page_IsAtTheSlash_AndTheAliasLeadsThere()
    {
        await using var service = await LiveService.StartPlainAsync();
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = service.Root };

        foreach (var path in (string[])["/debug/statsviz", "/debug/live"])
        {
            using var answer = await http.GetAsync(path, Cancellation);
            answer.StatusCode.ShouldBe(HttpStatusCode.Found);
            answer.Headers.Location!.ToString().ShouldBe("statsviz/");
        }

        using var page = await http.GetAsync("/debug/statsviz/", Cancellation);
        page.EnsureSuccessStatusCode();
        page.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("default-src 'none'");
        using var plain = await http.GetAsync("/debug/statsviz/ws", Cancellation);
        plain.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("http://evil.example")]
    [InlineData("http://127.0.0.1:1")]
    [InlineData("null")]
    public async Task Socket_OfAnotherOrigin_IsRefused_AndNothingRuns(string origin)
    {
        await using var service = await LiveService.StartAsync();

        (await Should.ThrowAsync<WebSocketException>(() => service.ConnectAsync(origin))).Message.ShouldContain("403");

        service.Charts.Current.ShouldBeNull();
    }

    [Fact]
    public async Task Socket_OfItsOwnOrigin_IsServed()
    {
        await using var service = await LiveService.StartAsync();
        await using var client = await service.ConnectAsync(service.Root.GetLeftPart(UriPartial.Authority));

        (await client.ReadAsync()).Event.ShouldBe("config");
    }

    [Fact]
    public async Task OwnCharts_OfOptionsAndServices_ComeAfterTheRuntimes()
    {
        var orders = 40.0;
        var options = new ProfilingOptions();
        options.Charts.AddRate("orders", "Orders", "orders/s", () => orders += 7).Add("basket", "Basket value", "EUR", () => 12.5);
        await using var service = await LiveService.StartPlainAsync(options, services => services.AddLiveChart(_ => new LiveChart("workers", "Workers", "") { Series = [new("busy", () => 2), new("idle", () => 6)] }));
        await using var client = await service.ConnectAsync();

        var (_, config) = await client.ReadAsync();
        var first = await client.UntilAsync(_ => true);
        var second = await client.UntilAsync(_ => true);

        config.GetProperty("series").EnumerateArray().Select(plot => plot.GetProperty("name").GetString()).TakeLast(3).ShouldBe(["orders", "basket", "workers"]);
        Values(first, "orders").ShouldBe([0]);
        Values(second, "orders").Single().ShouldBeInRange(2, 8);
        Values(second, "basket").ShouldBe([12.5]);
        Values(second, "workers").ShouldBe([2, 6]);
    }

    [Fact]
    public async Task OwnSeries_ThatThrows_IsAGap_AndTheRestGoesOn()
    {
        await using var service = await LiveService.StartAsync(new LiveChart("broken", "Broken", "") { Series = [new("throws", () => throw new InvalidOperationException("no")), new("nan", () => double.NaN), new("works", () => 3)] });
        await using var client = await service.ConnectAsync();

        var moment = await client.UntilAsync(_ => true);

        moment.GetProperty("series").GetProperty("broken").ToString().ShouldBe("[null,null,3]");
    }

    [Fact]
    public async Task Mapping_TwoChartsOfOneName_FailsAtTheStart()
    {
        var options = new ProfilingOptions();
        options.Charts.Add("orders", "Orders", "", () => 1);

        await Should.ThrowAsync<ArgumentException>(() => LiveService.StartPlainAsync(options, services => services.AddLiveChart(_ => new LiveChart("orders", "Orders", "") { Series = [new("orders", () => 1)] })));
    }

    private static int LengthOf(JsonElement plot) => plot.TryGetProperty("subplots", out var subplots) ? subplots.GetArrayLength() : plot.GetProperty("buckets").GetArrayLength();

    private static double[] Values(JsonElement moment, string plot) => [.. moment.GetProperty("series").GetProperty(plot).EnumerateArray().Select(value => value.GetDouble())];
}
