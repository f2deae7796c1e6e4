using System.Linq.Expressions;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Vitrine.Profiling.Live;
using Vitrine.Profiling.Live.Plots;
using Vitrine.Profiling.Live.Sources;
using Vitrine.Profiling.NetTrace;
using Vitrine.Profiling.Tests.Shapes;

namespace Vitrine.Profiling.Tests.Live;

/// <summary>Every chart of the runtime moves when what it shows happens, and by as much as happened where that is known.</summary>
[Collection(WholeProcess.Name)]
public sealed class PlotTests
{
    private static readonly Lock s_door = new();
    private static readonly string[] s_always = ["goroutines", "heap (details)", "size-classes", "runnable-time", "total-pauses-gc"];
    private static object? s_kept;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EveryPlot_UnderALoadThatDoesEverything_Moves()
    {
        await using var service = await LiveService.StartAsync();
        await using var client = await service.ConnectAsync();
        var (_, config) = await client.ReadAsync();
        var still = config.GetProperty("series").EnumerateArray().ToDictionary(plot => plot.GetProperty("name").GetString()!, SeriesOf, StringComparer.Ordinal);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var load = Task.Run(() => DoEverythingAsync(over.Token), Cancellation);
        var moments = 0;

        await client.UntilAsync(series =>
        {
            foreach (var (name, waiting) in still)
            {
                // A distribution has moved when any bucket has, a chart of lines when each of its lines has.
                var values = series.GetProperty(name).EnumerateArray().Select((value, at) => (At: at, IsMoved: value.ValueKind == JsonValueKind.Number && value.GetDouble() > 0)).Where(value => value.IsMoved).Select(value => value.At).ToArray();
                if (waiting.Count == 1 && waiting.Contains(-1) && values.Length > 0) waiting.Clear();
                waiting.ExceptWith(values);
                if (waiting.Count == 0) still.Remove(name);
            }

            (++moments).ShouldBeLessThan(600, $"These did not move: {string.Join(", ", still.Select(plot => $"{plot.Key} {string.Join('/', plot.Value)}"))}");
            return still.Count == 0;
        });

        await over.CancelAsync();
        await load;
    }

    [Fact]
    public async Task Allocations_OfAKnownSize_AreCountedInTheirBucket()
    {
        var totals = new RuntimeTotals();
        await using var session = await EventPipeSession.StartAsync(RuntimeTotals.Request, totals);

        // 400,000 objects of 1,024 bytes, header and length included: four thousand samples, so within 2 % nearly always.
        for (var i = 0; i < 400_000; i++) s_kept = new byte[1000];
        for (var i = 0; i < 2_000; i++) s_kept = new byte[200_000];
        await session.StopAsync();

        var bucket = totals.AllocatedObjects.Bounds.ToList().FindIndex(bound => bound >= 1024);
        ((double)totals.AllocatedObjects.Counts[bucket]).ShouldBeInRange(340_000, 480_000);
        totals.AllocatedBytes(AllocationHeap.Large).ShouldBeInRange(380e6, 440e6);
    }

    [Fact]
    public async Task Waits_ForALock_AddUpToTheirTime()
    {
        var totals = new RuntimeTotals();
        await using var session = await EventPipeSession.StartAsync(RuntimeTotals.Request, totals);

        Contend(TimeSpan.FromMilliseconds(400));
        await session.StopAsync();

        // The second thread comes a little after the first.
        totals.LockWaitSeconds.ShouldBeInRange(0.2, 5);
    }

    [Fact]
    public async Task Pauses_OfCollections_AreThoseThatTheCollectorTells()
    {
        var totals = new RuntimeTotals();
        await using var session = await EventPipeSession.StartAsync(RuntimeTotals.Request, totals);
        var before = GC.CollectionCount(0);

        for (var i = 0; i < 5; i++) GC.Collect();
        var collections = GC.CollectionCount(0) - before;
        await session.StopAsync();

        Sum(totals.GcPauses).ShouldBeGreaterThanOrEqualTo(collections);
        Sum(totals.GcStopping).ShouldBeGreaterThanOrEqualTo(Sum(totals.GcPauses));
        totals.LastGcAt.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Runtime_WithoutEvents_StillHasTheDocumentsCharts_AndNothingThatIsNeverFed()
    {
        await using var sources = RunSources.WithoutEvents("EventPipe is off.");

        var plots = RuntimePlots.All(sources).ToDictionary(plot => plot.Name, StringComparer.Ordinal);

        s_always.ShouldBeSubsetOf(plots.Keys);
        foreach (var absent in (string[])["mutex-wait", "stopping-pauses-gc", "stopping-pauses-other", "total-pauses-other", "dotnet-allocation-rate"]) plots.ShouldNotContainKey(absent);
        plots["size-classes"].Info.ShouldContain("EventPipe is off.");
        plots["total-pauses-gc"].Info.ShouldContain("EventPipe is off.");
        var sample = new LiveSample(sources);
        sample.Take();
        GC.Collect();
        sample.Take();
        Sum(sources.LastPauses).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Moment_Taken_AllocatesLittle()
    {
        await using var sources = await RunSources.OpenAsync();
        var plots = RuntimePlots.All(sources).ToArray();
        var sample = new LiveSample(sources);
        using var message = new LiveMessage();

        // The message itself, which sockets keep while they send it, and the collector's report.
        Allocations.MedianBytes(() =>
        {
            sample.Take();
            s_kept = message.Metrics(plots, sample);
        }).ShouldBeLessThan(8 * 1024);
    }

    [Fact]
    public void Histograms_HaveAscendingBounds_AndPutEverythingSomewhere()
    {
        foreach (var histogram in (Histogram[])[Histogram.OfSeconds(), Histogram.OfBytes()])
        {
            histogram.Bounds.ShouldBeInOrder(SortDirection.Ascending);
            histogram.Bounds.Distinct().Count().ShouldBe(histogram.Bounds.Length);
            histogram.Bounds.Length.ShouldBeLessThanOrEqualTo(100);
            histogram.Add(0);
            histogram.Add(histogram.Bounds[3]);
            histogram.Add(Math.BitIncrement(histogram.Bounds[3]));
            histogram.Add(1e300, 5);
            histogram.Counts[0].ShouldBe(1);
            histogram.Counts[3].ShouldBe(1);
            histogram.Counts[4].ShouldBe(1);
            histogram.Counts[^1].ShouldBe(5);
        }
    }

    private static HashSet<int> SeriesOf(JsonElement plot) => plot.TryGetProperty("subplots", out var subplots) ? [.. Enumerable.Range(0, subplots.GetArrayLength())] : [-1];

    private static long Sum(Histogram histogram)
    {
        var sum = 0L;
        foreach (var count in histogram.Counts) sum += count;
        return sum;
    }

    private static async Task DoEverythingAsync(CancellationToken over)
    {
        for (var round = 0; !over.IsCancellationRequested; round++)
        {
            Allocate();
            GC.Collect(round % 3, GCCollectionMode.Forced, blocking: true);
            Contend(TimeSpan.FromMilliseconds(20));
            Throw();
            Expression.Lambda<Func<int>>(Expression.Constant(round)).Compile()();
            await TalkAsync();
            // Anything but a collection that stops all threads: the sampling profiler.
            if (round % 10 == 0) await SampleThreadsAsync();
            Queue(500);
        }
    }

    private static async Task SampleThreadsAsync()
    {
        await using var session = await EventPipeSession.StartAsync(new EventPipeRequest(RuntimeEvents.ThreadSamples), new Nobody());
        await session.StopAsync();
    }

    private static void Allocate()
    {
        // What dies at once: the runtime collects generation 0 alone for it, which it seldom does when asked.
        for (var i = 0; i < 100_000; i++) s_kept = new byte[1000];
        var kept = new List<object>();
        for (var i = 0; i < 20_000; i++) kept.Add(new byte[100]);
        for (var i = 0; i < 20; i++) kept.Add(new byte[200_000]);
        for (var i = 0; i < 200; i++) kept.Add(GC.AllocateUninitializedArray<byte>(4_000, pinned: true));
        // Nobody closes these: their handles wait for the finalizer.
        for (var i = 0; i < 200; i++) s_kept = new ManualResetEvent(initialState: false);
        s_kept = kept;
    }

    private static void Contend(TimeSpan time)
    {
        using var isHeld = new ManualResetEventSlim();
        var holder = new Thread(() =>
        {
            lock (s_door)
            {
                isHeld.Set();
                Cancellation.WaitHandle.WaitOne(time);
            }
        });
        holder.Start();
        isHeld.Wait(Cancellation);
        lock (s_door) s_kept = holder;
        holder.Join();
    }

    /// <summary>So much for the pool that a moment finds some of it waiting, and no more than it gets done.</summary>
    private static void Queue(int items)
    {
        using var left = new CountdownEvent(items);
        for (var item = 0; item < items; item++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(
                static left =>
                {
                    Cancellation.WaitHandle.WaitOne(1);
                    left.Signal();
                },
                left,
                preferLocal: false);
        }

        left.Wait(Cancellation);
    }

    private static void Throw()
    {
        try
        {
            throw new InvalidDataException("wanted");
        }
        catch (InvalidDataException)
        {
            // It was only to be counted.
        }
    }

    private static async Task TalkAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new TcpClient();
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint, Cancellation);
        using var server = await listener.AcceptTcpClientAsync(Cancellation);
        await client.GetStream().WriteAsync(new byte[10_000], Cancellation);
        await server.GetStream().ReadExactlyAsync(new byte[10_000], Cancellation);
    }

    private sealed class Nobody : INetTraceSink
    {
        public void OnEvent(in NetTraceEvent record)
        {
        }
    }
}
