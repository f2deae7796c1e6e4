using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Vitrine.Gateway.Pipeline;
using Vitrine.Gateway.Responding;

namespace Vitrine.Gateway.Tests.Responding;

public sealed class ResponsePumpTests : IDisposable
{
    private const string Token = "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n";
    private const string Usage = "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1}}\n\n";
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_never = TimeSpan.FromDays(1);
    private readonly EventStreamScanner _scanner = new(stripsUsage: true);
    private readonly ScriptedStream _upstream = new();
    private readonly Pipe _client = new();
    private readonly CancellationTokenSource _aborted = new();

    [Fact]
    public async Task RunAsync_EveryRead_ReachesTheClientBeforeTheNext()
    {
        var run = RunAsync(s_never);
        _upstream.Send(Token);
        (await ReadAsync(Token.Length)).ShouldBe(Token);
        _upstream.Send(Usage);
        _upstream.Send("data: [DONE]\n\n");
        (await ReadAsync(14)).ShouldBe("data: [DONE]\n\n");
        _upstream.End();
        var result = await run.WaitAsync(s_deadline);
        result.Outcome.ShouldBe(PumpOutcome.Complete);
        result.Bytes.ShouldBe(Token.Length + Usage.Length + 14);
        result.FirstByteAt.ShouldBe(result.FirstTokenAt);
        result.LastTokenAt.ShouldBe(result.FirstTokenAt);
        result.LastByteAt.ShouldBeGreaterThanOrEqualTo(result.FirstByteAt);
        result.Failure.ShouldBeNull();
        (_scanner.Facts.OutputTokens, _scanner.Facts.Stripped).ShouldBe((1, 1));
    }

    [Fact]
    public async Task RunAsync_FirstEventWithoutText_IsNoFirstToken()
    {
        var run = RunAsync(s_never);
        _upstream.Send("data: {\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}\n\n");
        _upstream.End();
        var result = await run.WaitAsync(s_deadline);
        result.FirstByteAt.ShouldBeGreaterThan(0);
        result.FirstTokenAt.ShouldBe(0);
    }

    [Fact]
    public async Task RunAsync_UpstreamCut_PassesWhatWasHeldAndSaysSo()
    {
        var run = RunAsync(s_never);
        _upstream.Send(Token + "data: {\"id\"");
        _upstream.Fail(new IOException("reset"));
        var result = await run.WaitAsync(s_deadline);
        result.Outcome.ShouldBe(PumpOutcome.UpstreamCut);
        result.Failure!.Message.ShouldBe("reset");
        (await ReadAsync(Token.Length + 11)).ShouldBe(Token + "data: {\"id\"");
    }

    [Fact]
    public async Task RunAsync_SilentUpstream_IsIdle()
    {
        var run = RunAsync(TimeSpan.FromMilliseconds(50));
        (await run.WaitAsync(s_deadline)).Outcome.ShouldBe(PumpOutcome.UpstreamIdle);
    }

    [Fact]
    public async Task RunAsync_ClientLeavesWhileTheUpstreamThinks_EndsAtOnce()
    {
        var run = RunAsync(s_never);
        _upstream.Send(Token);
        await ReadAsync(Token.Length);
        await _aborted.CancelAsync();
        var result = await run.WaitAsync(s_deadline);
        result.Outcome.ShouldBe(PumpOutcome.ClientLeft);
        result.FirstTokenAt.ShouldBeGreaterThan(0);
        _upstream.Waiting.ShouldBe(0);
    }

    [Fact]
    public async Task RunAsync_ClientGoneWhenWrittenTo_EndsAtOnce()
    {
        await _client.Reader.CompleteAsync();
        var run = RunAsync(s_never);
        _upstream.Send(Token);
        (await run.WaitAsync(s_deadline)).Outcome.ShouldBe(PumpOutcome.ClientLeft);
    }

    [Fact]
    public async Task RunAsync_ClientThatDoesNotRead_HoldsTheUpstreamBack()
    {
        var run = RunAsync(s_never);
        var chunk = "data: {\"choices\":[{\"delta\":{\"content\":\"" + new string('x', 12_000) + "\"}}]}\n\n";
        for (var i = 0; i < 20; i++) _upstream.Send(chunk);
        _upstream.End();
        run.IsCompleted.ShouldBeFalse();
        (await ReadAsync(20 * chunk.Length)).Length.ShouldBe(20 * chunk.Length);
        (await run.WaitAsync(s_deadline)).Outcome.ShouldBe(PumpOutcome.Complete);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task RunAsync_ClientThatTakesNothingForTooLong_IsSlow(bool upstreamEnds)
    {
        for (var i = 0; i < 20; i++) _upstream.Send("data: {\"choices\":[{\"delta\":{\"content\":\"" + new string('x', 12_000) + "\"}}]}\n\n");
        if (upstreamEnds) _upstream.End();
        (await RunAsync(s_never, client: TimeSpan.FromMilliseconds(50)).WaitAsync(s_deadline)).Outcome.ShouldBe(PumpOutcome.ClientSlow);
    }

    [Fact]
    public async Task RunAsync_AnswerWithALength_LeavesItsEndUnflushed()
    {
        var run = RunAsync(s_never, length: 2 * Token.Length);
        _upstream.Send(Token);
        (await ReadAsync(Token.Length)).ShouldBe(Token);
        _upstream.Send(Token);
        _upstream.End();
        (await run.WaitAsync(s_deadline)).Outcome.ShouldBe(PumpOutcome.Complete);
        _client.Reader.TryRead(out _).ShouldBeFalse();
        await _client.Writer.FlushAsync();
        (await ReadAsync(Token.Length)).ShouldBe(Token);
    }

    [Fact]
    public async Task RunAsync_UpstreamCutBeforeTheFirstByte_BeginsNoResponse()
    {
        var run = RunAsync(s_never);
        _upstream.Fail(new IOException("reset"));
        (await run.WaitAsync(s_deadline)).Outcome.ShouldBe(PumpOutcome.UpstreamCut);
        _client.Writer.UnflushedBytes.ShouldBe(0);
        _client.Reader.TryRead(out _).ShouldBeFalse();
    }

    public void Dispose()
    {
        _scanner.Dispose();
        _upstream.Dispose();
        _aborted.Dispose();
    }

    private async Task<PumpResult> RunAsync(TimeSpan upstream, long? length = null, TimeSpan? client = null)
    {
        using var patience = new PatienceSource(TimeProvider.System).Begin(_aborted.Token);
        return await new ResponsePump(_scanner, patience, new PumpLimits(upstream, client ?? s_never), TimeProvider.System).RunAsync(_upstream, _client.Writer, length);
    }

    private async Task<string> ReadAsync(int length)
    {
        using var deadline = new CancellationTokenSource(s_deadline);
        var read = new ArrayBufferWriter<byte>();
        while (read.WrittenCount < length)
        {
            var result = await _client.Reader.ReadAsync(deadline.Token);
            foreach (var piece in result.Buffer) read.Write(piece.Span);
            _client.Reader.AdvanceTo(result.Buffer.End);
        }

        return Encoding.UTF8.GetString(read.WrittenSpan);
    }
}
