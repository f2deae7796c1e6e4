using System.Net.Http.Headers;
using Vitrine.Testing;
using Vitrine.Traffic;

namespace Vitrine.Tests.Traffic;

public sealed class AnswerReaderTests
{
    private const string Role = """data: {"choices":[{"index":0,"delta":{"role":"assistant","content":""}}]}""";
    private const string Word = """data: {"choices":[{"index":0,"delta":{"content":"a"}}]}""";
    private const string Thought = """data: {"choices":[{"index":0,"delta":{"reasoning_content":"hm"}}]}""";
    private const string Usage = """data: {"choices":[],"usage":{"prompt_tokens":12,"completion_tokens":3}}""";
    private const string Done = "data: [DONE]";

    private readonly AnswerReader _reader = new(new ManualClock());

    [Fact]
    public async Task Stream_WithUsage_TellsItsTokens()
    {
        await ReadAsync(Role, Word, Word, Usage, Done);

        _reader.Problem.ShouldBeNull();
        (_reader.InputTokens, _reader.OutputTokens, _reader.IsEstimated).ShouldBe((12, 3, false));
        _reader.FirstTokenAt.ShouldNotBe(0);
    }

    [Fact]
    public async Task Stream_WithoutUsage_IsEstimatedByItsEvents()
    {
        await ReadAsync(Role, Thought, Word, Word, Done);

        (_reader.OutputTokens, _reader.IsEstimated).ShouldBe((3, true));
    }

    [Fact]
    public async Task Stream_OfARoleAlone_HasNoFirstToken()
    {
        await ReadAsync(Role, Done);

        (_reader.FirstTokenAt, _reader.OutputTokens, _reader.IsEstimated, _reader.Problem).ShouldBe((0, 0, false, null));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Stream_OfTheConsole_TellsItsTokens(bool estimated)
    {
        await ReadAsync("event: reasoning\ndata: {\"text\":\"hm\"}", "event: delta\ndata: {\"text\":\"a\"}", $$$"""
            event: done
            data: {"model":"m","usage":{"input_tokens":12,"output_tokens":34,"estimated":{{{(estimated ? "true" : "false")}}}}}
            """);

        (_reader.InputTokens, _reader.OutputTokens, _reader.IsEstimated, _reader.Problem).ShouldBe((12, 34, estimated, null));
        _reader.FirstTokenAt.ShouldNotBe(0);
    }

    [Fact]
    public async Task Stream_OfACompletion_HasText()
    {
        await ReadAsync("""data: {"choices":[{"index":0,"text":"a"}]}""", Done);

        _reader.OutputTokens.ShouldBe(1);
    }

    [Theory]
    [InlineData("""data: {"choices":[7]}""")]
    [InlineData("""data: {"choices":[{"delta":"a"}]}""")]
    [InlineData("""data: {"choices":[{"delta":{"content":["a"]}}],"error":null,"usage":null}""")]
    [InlineData("""data: {"choices":{},"usage":{"completion_tokens":"many"}}""")]
    [InlineData("data: 7")]
    public async Task Stream_OfOddChunks_IsReadToItsEnd(string odd)
    {
        await ReadAsync(odd, Word, Done);

        (_reader.OutputTokens, _reader.Problem).ShouldBe((1, null));
    }

    [Theory]
    [InlineData("the stream ended without its last event", Word)]
    [InlineData("the stream broke off: {\"message\":\"out of memory\"}", Word, """data: {"error":{"message":"out of memory"}}""", Done)]
    [InlineData("the stream broke off: {\"message\":\"The model server went away.\"}", "event: delta\ndata: {\"text\":\"a\"}", "event: error\ndata: {\"message\":\"The model server went away.\"}")]
    [InlineData("an event of the stream is not JSON", """data: {"choices":""", Done)]
    public async Task Stream_NotWhole_HasAProblem(string problem, params string[] events)
    {
        await ReadAsync(events);

        _reader.Problem.ShouldBe(problem);
    }

    [Fact]
    public async Task Document_TellsItsTokens()
    {
        await ReadBodyAsync("application/json", """{"choices":[{"message":{"content":"a b"}}],"usage":{"prompt_tokens":7,"completion_tokens":2}}""");

        (_reader.InputTokens, _reader.OutputTokens, _reader.FirstTokenAt, _reader.Problem).ShouldBe((7, 2, 0, null));
    }

    [Fact]
    public async Task Document_ThatIsHtml_HasAProblem()
    {
        await ReadBodyAsync("text/html", "<html>");

        _reader.Problem.ShouldBe("the answer is not JSON");
    }

    private Task ReadAsync(params IEnumerable<string> events) => ReadBodyAsync("text/event-stream", string.Concat(events.Select(line => $"{line}\n\n")));

    private async Task ReadBodyAsync(string type, string body)
    {
        using var answer = new HttpResponseMessage { Content = new StringContent(body, new MediaTypeHeaderValue(type)) };
        await _reader.ReadAsync(answer, leavesInIt: false, TestContext.Current.CancellationToken);
    }
}
