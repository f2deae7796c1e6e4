using Microsoft.Extensions.Logging.Abstractions;
using Vitrine.Profiling.Continuous;
using Vitrine.Profiling.Flame;
using Vitrine.Profiling.Pprof;

namespace Vitrine.Profiling.Tests.Continuous;

public sealed class ContinuousProfilerTests : IAsyncDisposable
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vitrine-continuous-");
    private readonly ManualClock _clock = new();
    private readonly HeldKind _cpu = new();
    private readonly ProfileCatalog _catalog;
    private readonly ContinuousProfiler _profiler;

    public ContinuousProfilerTests()
    {
        _catalog = new ProfileCatalog(_cpu);
        _profiler = new ContinuousProfiler(new ContinuousOptions { Every = TimeSpan.FromMinutes(1), Folder = _folder.FullName }, "model", _catalog, _clock, NullLogger<ContinuousProfiler>.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        await _profiler.StopAsync(CancellationToken.None);
        _profiler.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Turns_ByTheClock_AreKept()
    {
        await _profiler.StartAsync(Cancel);
        (await _cpu.BegunAsync()).SetResult();
        await UntilAsync(() => _profiler.Archive.List().Count == 1);
        _clock.Advance(TimeSpan.FromSeconds(59));
        _cpu.Waiting.ShouldBe(0);
        _clock.Advance(TimeSpan.FromSeconds(1));
        (await _cpu.BegunAsync()).SetResult();
        await UntilAsync(() => _profiler.Archive.List().Count == 2);

        (_profiler.Skipped, _profiler.Problem).ShouldBe((0, null));
        var file = _profiler.Archive.Find(_profiler.Archive.List()[1].Name)!;
        StackProfileReader.Read(await File.ReadAllBytesAsync(file, Cancel)).TotalOf(1).ShouldBe(10_000_000);
    }

    [Fact]
    public async Task Turn_WhileSomebodyCaptures_IsLeftOutAndSaysSo()
    {
        var manual = _catalog.CaptureAsync("profile", new ProfileRequest(), Cancel);
        var end = await _cpu.BegunAsync();
        await _profiler.StartAsync(Cancel);
        await UntilAsync(() => _profiler.Skipped == 1);

        _profiler.Problem.ShouldBe("cpu profiling already in use");
        _profiler.Archive.List().ShouldBeEmpty();
        end.SetResult();
        await manual;
        await UntilAsync(() => _clock.TimerCount == 1);
        _clock.Advance(TimeSpan.FromMinutes(1));
        (await _cpu.BegunAsync()).SetResult();
        await UntilAsync(() => _profiler.Archive.List().Count == 1);
        (_profiler.Skipped, _profiler.Problem).ShouldBe((1, null));
    }

    [Fact]
    public async Task Turn_WhenSomebodyComes_EndsAndKeepsWhatItSaw()
    {
        await _profiler.StartAsync(Cancel);
        await _cpu.BegunAsync();
        var manual = _catalog.CaptureAsync("profile", new ProfileRequest(), Cancel);
        var end = await _cpu.BegunAsync();
        await UntilAsync(() => _profiler.Archive.List().Count == 1);

        // There is room for one who comes, not for two.
        (await Should.ThrowAsync<ProfileException>(_catalog.CaptureAsync("profile", new ProfileRequest(), Cancel))).Message.ShouldBe("cpu profiling already in use");
        end.SetResult();
        await manual;
    }

    [Fact]
    public async Task Stop_WithinATurn_KeepsWhatItSawAndEnds()
    {
        await _profiler.StartAsync(Cancel);
        await _cpu.BegunAsync();
        await _profiler.StopAsync(Cancel);

        _profiler.Archive.List().Count.ShouldBe(1);
        _profiler.ExecuteTask!.IsCompletedSuccessfully.ShouldBeTrue();
    }

    [Fact]
    public async Task Disk_ThatCannotBeWritten_IsSaidAndTheClockGoesOn()
    {
        var path = Path.Combine(_folder.FullName, "a file");
        await File.WriteAllTextAsync(path, "x", Cancel);
        using var profiler = new ContinuousProfiler(new ContinuousOptions { Every = TimeSpan.FromMinutes(1), Folder = path }, null, _catalog, _clock, NullLogger<ContinuousProfiler>.Instance);
        await profiler.StartAsync(Cancel);
        (await _cpu.BegunAsync()).SetResult();
        await UntilAsync(() => profiler.Problem is not null);

        _clock.Advance(TimeSpan.FromMinutes(1));
        (await _cpu.BegunAsync()).SetResult();
        await UntilAsync(() => profiler.Skipped == 2);
        await profiler.StopAsync(Cancel);
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        deadline.CancelAfter(TimeSpan.FromMinutes(1));
        while (!isSo()) await Task.Delay(5, deadline.Token);
    }
}
