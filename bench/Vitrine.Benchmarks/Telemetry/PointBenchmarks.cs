using BenchmarkDotNet.Attributes;
using Vitrine.Telemetry;

namespace Vitrine.Benchmarks.Telemetry;

/// <summary>Points for BenchmarkDotNet: bound, described, and the floor.</summary>
[MemoryDiagnoser]
public class PointBenchmarks
{
    private VitrineTelemetry _telemetry = null!;
    private Recorder _counter;
    private Recorder _histogram;
    private long _word;

    [GlobalSetup]
    public void Start()
    {
        _telemetry = BenchService.Points();
        _counter = _telemetry.Bind(BenchService.Counted);
        _histogram = _telemetry.Bind(BenchService.Observed);
    }

    [GlobalCleanup]
    public void Stop() => _telemetry.Dispose();

    [Benchmark(Baseline = true)]
    public long Interlocked() => System.Threading.Interlocked.Increment(ref _word);

    [Benchmark]
    public void BoundCounter() => _counter.Record();

    [Benchmark]
    public void BoundHistogram() => _histogram.Record(0.3);

    [Benchmark]
    public void DescribedPoint() =>
        _telemetry.Point(BenchService.Counted).Set(BenchService.Model, "llama").Set(BenchService.Path, "/v1/chat").Set(BenchService.Status, 200).Emit();
}
