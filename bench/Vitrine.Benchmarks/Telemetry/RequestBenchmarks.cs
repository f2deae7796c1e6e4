using System.Buffers;
using BenchmarkDotNet.Attributes;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Exposition;

namespace Vitrine.Benchmarks.Telemetry;

/// <summary>Whole requests and pages for BenchmarkDotNet.</summary>
[MemoryDiagnoser]
public class RequestBenchmarks
{
    private readonly ArrayBufferWriter<byte> _page = new(1024 * 1024);
    private VitrineTelemetry _telemetry = null!;

    [GlobalSetup]
    public void Start()
    {
        _telemetry = BenchService.ModelServer(null);
        // Fill the ring, so that operations come from the pool as they do in a service that has run for a while.
        for (var i = 0; i < 2000; i++) BenchService.Chat(_telemetry);
    }

    [GlobalCleanup]
    public void Stop() => _telemetry.Dispose();

    [Benchmark]
    public void Chat() => BenchService.Chat(_telemetry);

    [Benchmark]
    public int Page()
    {
        _page.ResetWrittenCount();
        _telemetry.WriteMetrics(_page, ExpositionFormat.Text);
        return _page.WrittenCount;
    }
}
