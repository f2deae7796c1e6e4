using Vitrine.Profiling.Pprof;
using Vitrine.Profiling.Tests.Pprof;
using Vitrine.Profiling.Tests.Shapes;

namespace Vitrine.Profiling.Tests.Threads;

[Collection(WholeProcess.Name)]
public sealed class ThreadProfileTests(ProfiledService service) : IClassFixture<ProfiledService>
{
    private const string Site = "Vitrine.Profiling.Tests.Shapes.KnownShapes";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Goroutine_Debug2_ShowsAParkedThreadByItself()
    {
        using var parked = new ParkedThreads(1);
        var text = await service.Http.GetStringAsync("goroutine?debug=2", Cancel);
        var mine = text.Split("\n\n").Single(thread => thread.Contains($"{Site}.Park(...)"));
        mine.TrimStart().ShouldMatch(@"^(# .*\n)*goroutine \d+ \[waiting, parked 0\]:\n");
        text.ShouldStartWith("# managed threads: suspended async methods are no threads; gc=1 collects, pauses, and adds them\n");
    }

    [Fact]
    public async Task Goroutine_Of500Threads_HasThemAll()
    {
        using var parked = new ParkedThreads(500);
        var threads = await GoPprof.AmountsAsync("", $"{service.Url}/goroutine");
        threads[$"{Site}.Park"].Cumulative.ShouldBe(500);
        var names = await GoPprof.AmountsAsync("", $"{service.Url}/threadcreate");
        names["[parked 499]"].Flat.ShouldBe(1);
    }

    [Fact]
    public async Task Goroutine_WithGc_AddsSuspendedAsyncMethods()
    {
        var never = new TaskCompletionSource();
        var suspended = Enumerable.Range(0, 7).Select(_ => KnownShapes.SuspendAsync(never.Task)).ToArray();
        using var capture = await Capture.OfAsync("goroutine", new ProfileRequest { Collects = true });
        (await GoPprof.AmountsAsync("", "-tagfocus=state=suspended", capture.File))[$"{Site}.SuspendAsync"].Flat.ShouldBe(7);
        never.SetResult();
        await Task.WhenAll(suspended);
    }

    [Fact]
    public async Task ThreadCreate_WithSeconds_ShowsWhoStartsThreads()
    {
        using var capture = await Capture.DuringAsync("threadcreate", () => new ParkedThreads(30).Dispose());
        (await GoPprof.AmountsAsync("", capture.File)).Single(function => function.Key.EndsWith("ParkedThreads..ctor", StringComparison.Ordinal)).Value.Cumulative.ShouldBe(30);
    }

    private sealed class ParkedThreads : IDisposable
    {
        private readonly ManualResetEvent _release = new(initialState: false);
        private readonly Thread[] _threads;

        public ParkedThreads(int count)
        {
            _threads = new Thread[count];
            for (var i = 0; i < count; i++)
            {
                _threads[i] = new Thread(() => KnownShapes.Park(_release), maxStackSize: 256 * 1024) { IsBackground = true, Name = $"parked {i}" };
                _threads[i].Start();
            }

            foreach (var thread in _threads) SpinWait.SpinUntil(() => thread.ThreadState.HasFlag(ThreadState.WaitSleepJoin));
        }

        public void Dispose()
        {
            _release.Set();
            foreach (var thread in _threads) thread.Join();
            _release.Dispose();
        }
    }
}
