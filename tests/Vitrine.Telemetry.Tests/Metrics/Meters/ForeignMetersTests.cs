using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Vitrine.Telemetry.Metrics.Meters;
using Vitrine.Telemetry.Tests.Export;
using Vitrine.Testing;

namespace Vitrine.Telemetry.Tests.Metrics.Meters;

public sealed class ForeignMetersTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly VitrineTelemetry _telemetry = Exporting.Service();
    private readonly Meter _meter;

    public ForeignMetersTests() => _meter = Factory.Create("My.App");

    private IMeterFactory Factory => _services.GetRequiredService<IMeterFactory>();

    private string Page => Exporting.Page(_telemetry);

    public void Dispose()
    {
        _telemetry.Dispose();
        _services.Dispose();
    }

    [Fact]
    public void Write_EveryForm_HasItsTypeAndName()
    {
        using var meters = Start();
        _meter.CreateCounter<int>("my.orders", "{order}", "Orders taken").Add(3, new KeyValuePair<string, object?>("shop.id", 7), new("kind", "new"));
        _meter.CreateUpDownCounter<long>("my.open").Add(5);
        _meter.CreateGauge<double>("my.share", "1").Record(0.5);
        var histogram = _meter.CreateHistogram("my.time", "ms", null, null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [1, 10] });
        histogram.Record(5);
        _meter.CreateObservableCounter("my.read", () => 11L, "By");
        _meter.CreateObservableUpDownCounter("my.level", () => 2.5);
        _meter.CreateObservableGauge("my.heat", () => (byte)40, "Cel");
        var page = Page;
        page.ShouldContain("# HELP my_orders_total Orders taken\n# TYPE my_orders_total counter\nmy_orders_total{kind=\"new\",shop_id=\"7\"} 3\n");
        page.ShouldContain("# TYPE my_open gauge\nmy_open 5\n");
        page.ShouldContain("my_share_ratio 0.5\n");
        page.ShouldContain("# TYPE my_time_milliseconds histogram\nmy_time_milliseconds_bucket{le=\"1\"} 0\nmy_time_milliseconds_bucket{le=\"10\"} 1\nmy_time_milliseconds_bucket{le=\"+Inf\"} 1\nmy_time_milliseconds_sum 5\n");
        page.ShouldContain("# TYPE my_read_bytes_total counter\nmy_read_bytes_total 11\n");
        page.ShouldContain("my_level 2.5\n");
        page.ShouldContain("# TYPE my_heat_celsius gauge\nmy_heat_celsius 40\n");
    }

    [Fact]
    public void Write_AllNumericTypes_AreCounted()
    {
        using var meters = Start();
        Count<byte>(1);
        Count<short>(2);
        Count<int>(3);
        Count<long>(4);
        Count<float>(5);
        Count<double>(6);
        Count<decimal>(7);
        var page = Page;
        foreach (var (type, value) in new[] { ("byte", 1), ("int16", 2), ("int32", 3), ("int64", 4), ("single", 5), ("double", 6), ("decimal", 7) })
            page.ShouldContain($"my_{type}_total {value}\n");

        void Count<T>(T value) where T : struct => _meter.CreateCounter<T>("my." + typeof(T).Name.ToLowerInvariant()).Add(value);
    }

    [Fact]
    public void Write_TagsInAnyOrderAndNumber_AreOneFamily()
    {
        using var meters = Start();
        var counter = _meter.CreateCounter<int>("my.mixed");
        counter.Add(1, new("a", "x"), new KeyValuePair<string, object?>("b", true));
        counter.Add(1, new("b", true), new KeyValuePair<string, object?>("a", "x"));
        counter.Add(1);
        var page = Page;
        page.ShouldContain("my_mixed_total{a=\"x\",b=\"true\"} 2\nmy_mixed_total 1\n");
        page.Split("# TYPE my_mixed_total").Length.ShouldBe(2);
    }

    [Fact]
    public void Write_ObservableThatStopsReporting_LosesItsSeries()
    {
        using var meters = Start();
        var reported = new List<Measurement<int>> { new(1, new KeyValuePair<string, object?>("a", "x")), new(2, new KeyValuePair<string, object?>("a", "y")) };
        _meter.CreateObservableGauge("my.rows", () => reported);
        Page.ShouldContain("my_rows{a=\"x\"} 1\nmy_rows{a=\"y\"} 2\n");
        reported.RemoveAt(0);
        Page.ShouldNotContain("my_rows{a=\"x\"}");
        Page.ShouldContain("my_rows{a=\"y\"} 2\n");
    }

    [Fact]
    public void Record_StrangersNames_FoldAndSayWhichLabel()
    {
        using var meters = Start(new ForeignMeterOptions { SeriesLimit = 10 });
        var counter = _meter.CreateCounter<int>("my.paths");
        for (var i = 0; i < 1000; i++) counter.Add(1, new("method", "GET"), new KeyValuePair<string, object?>("path", "/" + i));
        var page = Page;
        page.ShouldContain("my_paths_total{method=\"GET\",path=\"other\"} 990\n");
        page.ShouldContain("vitrine_series_folded_total{part=\"my_paths_total\",label=\"path\"}");
    }

    [Fact]
    public void Write_CallbackThrows_IsCountedAndTheOthersGoOn()
    {
        using var meters = Start();
        _meter.CreateObservableGauge("my.bad", int () => throw new InvalidOperationException("bad"));
        _meter.CreateObservableGauge("my.good", () => 1);
        Page.ShouldContain("my_good 1\n");
        Page.ShouldContain("vitrine_telemetry_failures_total{part=\"foreign meters\"}");
    }

    [Fact]
    public void Write_ScopesAndNames_AreFiltered()
    {
        using var other = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var stray = new Meter("Stray." + Guid.NewGuid().ToString("N"));
        using var meters = Start(new ForeignMeterOptions { IncludeProcess = false, Exclude = ["Private.*", "My.Secret", $"{_meter.Name}/my.noise"] });
        other.GetRequiredService<IMeterFactory>().Create("Other.App").CreateCounter<int>("other.role").Add(1);
        Factory.Create("My.Secret").CreateCounter<int>("my.secret").Add(1);
        Factory.Create("Private.Thing").CreateCounter<int>("private.thing").Add(1);
        stray.CreateCounter<int>("stray.count").Add(1);
        _meter.CreateCounter<int>("my.own").Add(1);
        _meter.CreateCounter<int>("my.noise").Add(1);
        var page = Page;
        page.ShouldContain("my_own_total 1\n");
        page.ShouldNotContain("other_role");
        page.ShouldNotContain("secret");
        page.ShouldNotContain("noise");
        page.ShouldNotContain("private");
        page.ShouldNotContain("stray");
    }

    [Fact]
    public void Write_NullScope_ShowsTheRuntimeOnceAndNotWhatThePackShows()
    {
        using var meters = Start(new ForeignMeterOptions { Include = ["System.Runtime"] });
        var page = Page;
        page.ShouldContain("\ndotnet_gc_collections_total{");
        page.Split("# TYPE dotnet_gc_pause_time_seconds_total ").Length.ShouldBe(2);
    }

    [Fact]
    public void Write_OneDocumentedPack_ShowsNoForeignMeters()
    {
        using var kronk = Exporting.Service("kronk");
        using var meters = ForeignMeters.Start(kronk, new ForeignMeterOptions { Factory = Factory, IncludeProcess = false });
        _meter.CreateCounter<int>("my.orders").Add(1);
        Exporting.Page(kronk).ShouldNotContain("my_orders");
        Exporting.Page(kronk, "kronk").ShouldNotContain("my_orders");
        using var onOtel = Start();
        _meter.CreateCounter<int>("my.orders").Add(1);
        Exporting.Page(_telemetry, "otel").ShouldContain("my_orders_total");
    }

    [Fact]
    public void Write_OnEveryPage_StandsOnPagesOfAllPacks()
    {
        using var kronk = Exporting.Service("kronk");
        using var meters = ForeignMeters.Start(kronk, new ForeignMeterOptions { Factory = Factory, IncludeProcess = false, OnEveryPage = true });
        _meter.CreateCounter<int>("my.orders").Add(1);
        Exporting.Page(kronk).ShouldContain("my_orders_total 1\n");
        Exporting.Page(kronk, "kronk").ShouldNotContain("my_orders");
    }

    [Fact]
    public void Start_PublishedPack_IsNotReadBack()
    {
        using var meters = Start(new ForeignMeterOptions { IncludeProcess = true });
        _telemetry.PublishMeter("otel");
        Exporting.Request(_telemetry);
        Page.Split("# TYPE http_server_request_duration_seconds ").Length.ShouldBe(2);
        Page.ShouldContain("http_server_request_duration_seconds_count{http_request_method=\"_OTHER\"");
    }

    [Fact]
    public void Record_KnownTags_AllocatesNothing()
    {
        using var meters = Start();
        var counter = _meter.CreateCounter<long>("my.hot");
        Allocations.MedianBytes(() => counter.Add(1, new("a", "x"), new("b", "y"), new KeyValuePair<string, object?>("c", "z"))).ShouldBe(0);
    }

    private ForeignMeters Start(ForeignMeterOptions? options = null) =>
        ForeignMeters.Start(_telemetry, (options ?? new ForeignMeterOptions { IncludeProcess = false }) with { Factory = Factory });
}
