using Vitrine.Telemetry.Metrics;

namespace Vitrine.Telemetry.Tests.Metrics;

public sealed class CellTests
{
    private static readonly Buckets s_buckets = new([0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]);

    [Fact]
    public void IndexOf_VectorAndScalar_AgreeOnEveryBoundAndBetween()
    {
        var random = new Random(7);
        var values = new List<double> { 0, -1, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.Epsilon, double.MaxValue };
        foreach (var bound in s_buckets.Bounds) values.AddRange([bound, Math.BitIncrement(bound), Math.BitDecrement(bound)]);
        for (var i = 0; i < 10_000; i++) values.Add(random.NextDouble() * 100);
        foreach (var value in values) s_buckets.IndexOf(value).ShouldBe(s_buckets.ScalarIndexOf(value), $"value {value}");
    }

    [Fact]
    public void Gauge_RaisedAndSetAndLowered_FollowsTheLastOfThem()
    {
        var cell = new GaugeCell([], [], Words.Alone(GaugeCell.WordCount));
        cell.Add(3);
        cell.Add(0.5);
        cell.Value.ShouldBe(3.5);
        cell.Record(10, null);
        cell.Value.ShouldBe(10);
        cell.Add(-1);
        cell.Value.ShouldBe(9);
        cell.Record(double.NaN, null);
        cell.Value.ShouldBe(double.NaN);
    }

    [Fact]
    public void Gauge_RaisedAndLoweredByManyThreads_ReturnsToZero()
    {
        var cell = new GaugeCell([], [], Words.Alone(GaugeCell.WordCount));
        Parallel.For(0, 10_000, i => cell.Add(i % 2 == 0 ? 1 : -1));
        Parallel.For(0, 10_000, i => cell.Add(i % 2 == 0 ? 0.5 : -0.5));
        cell.Value.ShouldBe(0);
    }

    [Fact]
    public void Observe_ValueOnABound_CountsInThatBucket() => s_buckets.IndexOf(0.1).ShouldBe(4);

    [Fact]
    public void Observe_NotFinite_CountsButKeepsTheSumFinite()
    {
        var cell = new HistogramCell([], [], s_buckets, Words.Alone(HistogramCell.WordCount(s_buckets)));
        cell.Observe(double.NaN);
        cell.Observe(double.PositiveInfinity);
        cell.Observe(2);
        var counts = new long[s_buckets.Count];
        cell.Read(counts).ShouldBe(2);
        counts[^1].ShouldBe(2);
        counts.Sum().ShouldBe(3);
    }

    [Fact]
    public async Task Add_ManyThreads_LosesNothingWhileItWidens()
    {
        var counter = new CounterCell([], [], Words.Alone(CounterCell.WordCount));
        var histogram = new HistogramCell([], [], s_buckets, Words.Alone(HistogramCell.WordCount(s_buckets)));
        using var start = new Barrier(4);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                for (var i = 0; i < 200_000; i++)
                {
                    counter.Add(1);
                    histogram.Observe(1);
                }
            },
            TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));
        counter.Value.ShouldBe(800_000);
        var counts = new long[s_buckets.Count];
        histogram.Read(counts).ShouldBe(800_000);
        counts.Sum().ShouldBe(800_000);
    }

    [Fact]
    public void Record_CounterOfFractionsAndNonsense_AddsWhatIsMeant()
    {
        var counter = new CounterCell([], [], Words.Alone(CounterCell.WordCount));
        counter.Record(1.5, null);
        counter.Record(2, null);
        counter.Record(-3, null);
        counter.Record(double.NaN, null);
        counter.Value.ShouldBe(3.5);
    }

    [Fact]
    public void Read_Stat_IsOneConsistentSnapshot()
    {
        var stat = new StatCell([], []);
        stat.Read().Average.ShouldBe(0);
        foreach (var value in (double[])[3, 1, 8]) stat.Record(value, null);
        stat.Read().ShouldBe(new StatCell.Snapshot(3, 12, 1, 8));
        stat.Read().Average.ShouldBe(4);
    }

    [Fact]
    public void Record_HotCells_AllocateNothing()
    {
        var counter = new CounterCell([], [], Words.Alone(CounterCell.WordCount));
        var histogram = new HistogramCell([], [], s_buckets, Words.Alone(HistogramCell.WordCount(s_buckets)));
        counter.Add(1);
        histogram.Observe(1);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            counter.Add(1);
            histogram.Observe(i);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }
}
