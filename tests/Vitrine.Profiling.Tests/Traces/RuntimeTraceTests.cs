using System.Net;
using System.Net.Sockets;
using Vitrine.Profiling.NetTrace;
using Vitrine.Profiling.Tests.Pprof;
using Vitrine.Profiling.Tests.Shapes;
using Vitrine.Profiling.Traces;

namespace Vitrine.Profiling.Tests.Traces;

[Collection(WholeProcess.Name)]
public sealed class RuntimeTraceTests(ProfiledService service) : IClassFixture<ProfiledService>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Trace_IsACompleteFileWithTheNamesOfMethods()
    {
        using var answer = await service.Http.GetAsync("trace?seconds=0.5", Cancel);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentDisposition!.ToString().ShouldBe("attachment; filename=\"trace\"");
        var providers = new Providers();
        var summary = new NetTraceReader(await answer.Content.ReadAsStreamAsync(Cancel), providers).Read();
        summary.LostEvents.ShouldBe(0);
        providers.Names.ShouldBe(["Microsoft-DotNETCore-SampleProfiler", "Microsoft-Windows-DotNETRuntime", "Microsoft-Windows-DotNETRuntimeRundown"], Case.Sensitive);
    }

    [Fact]
    public async Task Trace_WhileOneRuns_IsRefusedInGosWords()
    {
        var first = service.Http.GetAsync("trace?seconds=1", HttpCompletionOption.ResponseHeadersRead, Cancel);
        using var begun = await first;
        using var second = await service.Http.GetAsync("trace", Cancel);
        second.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        (await second.Content.ReadAsStringAsync(Cancel)).ShouldBe("Could not enable tracing: tracing is already enabled\n");
        await begun.Content.CopyToAsync(Stream.Null, Cancel);
    }

    [Fact]
    public async Task Trace_OfAReaderThatStandsStill_EndsInTimeAndIsComplete()
    {
        using var client = new TcpClient { ReceiveBufferSize = 4096 };
        await client.ConnectAsync(service.Http.BaseAddress!.Host, service.Http.BaseAddress.Port, Cancel);
        var stream = client.GetStream();
        await Recording.EndedAsync();
        await stream.WriteAsync("GET /debug/pprof/trace?seconds=0.2 HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n"u8.ToArray(), Cancel);
        await Recording.BegunAsync();
        // Nobody reads, and the runtime gets rid of everything it has to say: the thread that takes it ends.
        await Recording.EndedAsync();

        using var answer = new MemoryStream();
        await stream.CopyToAsync(answer, Cancel);
        answer.Position = answer.GetBuffer().AsSpan().IndexOf("\r\n\r\n"u8) + 4;
        new NetTraceReader(answer, new Providers()).Read().Events.ShouldBeGreaterThan(1_000);
    }

    [Fact]
    public async Task Spill_WritesWithoutAReaderAndLosesNothing()
    {
        using var spill = new TraceSpill();
        var written = new byte[1_000_000];
        new Random(6).NextBytes(written);
        for (var i = 0; i < written.Length; i += 10_000) spill.Write(written.AsSpan(i, 10_000));
        spill.Complete();
        using var read = new MemoryStream();
        await spill.CopyToAsync(read, Cancel);
        read.ToArray().AsSpan().SequenceEqual(written).ShouldBeTrue();
    }

    [Fact]
    public async Task Spill_OfAFailedWriter_FailsItsReader()
    {
        using var spill = new TraceSpill();
        spill.Write([1]);
        spill.Complete(new IOException("the trace is larger than its file may be"));
        await Should.ThrowAsync<IOException>(spill.CopyToAsync(Stream.Null, Cancel));
    }

    private sealed class Providers : INetTraceSink
    {
        public SortedSet<string> Names { get; } = new(StringComparer.Ordinal);

        public void OnEvent(in NetTraceEvent record)
        {
            if (record.Type.Provider != "Microsoft-DotNETCore-EventPipe") Names.Add(record.Type.Provider);
        }
    }
}
