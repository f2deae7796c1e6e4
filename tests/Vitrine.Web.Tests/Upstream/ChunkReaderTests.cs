using System.Text;
using Vitrine.Web.Upstream;

namespace Vitrine.Web.Tests.Upstream;

public sealed class ChunkReaderTests
{
    [Theory]
    [InlineData("""{"choices":[{"index":0,"delta":{"role":"assistant","content":"Hi"}}]}""", "Hi", "")]
    [InlineData("""{"choices":[{"delta":{"content":"a\"\n\u00e9\ud83d\ude00"}}]}""", "a\"\né\U0001F600", "")]
    [InlineData("""{"choices":[{"delta":{"reasoning_content":"hm","content":null}}]}""", "", "hm")]
    [InlineData("""{"choices":[{"delta":{"reasoning":"hm","content":"x"}}]}""", "x", "hm")]
    [InlineData("""{"choices":[{"delta":{"content":["part"],"tool_calls":[{"x":{}}]}}]}""", "", "")]
    [InlineData("""{"choices":[{"delta":null}],"system_fingerprint":{"a":[1,{"b":2}]}}""", "", "")]
    [InlineData("""{"choices":[]}""", "", "")]
    [InlineData("""{"choices":"none"}""", "", "")]
    [InlineData("{}", "", "")]
    public void TryRead_Delta_GivesItsTexts(string json, string text, string reasoning)
    {
        var chunk = new AnswerChunk();
        Read("""{"choices":[{"delta":{"content":"before"}}]}""", chunk).ShouldBeTrue();
        Read(json, chunk).ShouldBeTrue();
        Encoding.UTF8.GetString(chunk.Text).ShouldBe(text);
        Encoding.UTF8.GetString(chunk.Reasoning).ShouldBe(reasoning);
        chunk.Pieces.ShouldBe(text + reasoning == "" ? 1 : 2);
    }

    [Fact]
    public void TryRead_HousesUsage_CountsReasoningAsOutput()
    {
        var chunk = new AnswerChunk();
        Read(
            """
            {"id":"c-1","model":"tiny","choices":[{"delta":{},"finish_reason":"stop"}],
             "usage":{"prompt_tokens":9,"reasoning_tokens":2,"completion_tokens":5,"output_tokens":7,"total_tokens":16,"tokens_per_second":41.5,"time_to_first_token_ms":12.25}}
            """,
            chunk).ShouldBeTrue();
        (chunk.Id, chunk.Model, chunk.FinishReason).ShouldBe(("c-1", "tiny", "stop"));
        (chunk.InputTokens, chunk.OutputTokens, chunk.ReasoningTokens).ShouldBe((9L, 7L, 2L));
        (chunk.PromptTime, chunk.TokensPerSecond).ShouldBe((TimeSpan.FromMilliseconds(12.25), 41.5));
    }

    [Fact]
    public void TryRead_OpenAisUsageAndLlamaServersTimings_AreRead()
    {
        var chunk = new AnswerChunk();
        Read(
            """
            {"choices":[],"usage":{"prompt_tokens":4,"completion_tokens":6,"completion_tokens_details":{"reasoning_tokens":3}},
             "timings":{"prompt_n":4,"prompt_ms":30.5,"predicted_n":6,"predicted_per_second":55.2}}
            """,
            chunk).ShouldBeTrue();
        (chunk.InputTokens, chunk.OutputTokens, chunk.ReasoningTokens).ShouldBe((4L, 6L, 3L));
        (chunk.PromptTime, chunk.TokensPerSecond).ShouldBe((TimeSpan.FromMilliseconds(30.5), 55.2));
    }

    [Theory]
    [InlineData("""{"usage":{"prompt_tokens":-1,"completion_tokens":"7","tokens_per_second":0,"time_to_first_token_ms":0},"timings":{"prompt_ms":-1,"predicted_per_second":1e999}}""")]
    [InlineData("""{"usage":null,"timings":[1],"id":7,"model":{"x":1},"choices":[{"finish_reason":null}]}""")]
    public void TryRead_FiguresThatAreNone_AreUnknown(string json)
    {
        var chunk = new AnswerChunk();
        Read(json, chunk).ShouldBeTrue();
        (chunk.InputTokens, chunk.OutputTokens, chunk.PromptTime, chunk.TokensPerSecond, chunk.Id, chunk.Model, chunk.FinishReason).ShouldBe((null, null, null, null, null, null, null));
    }

    [Theory]
    [InlineData("""{"error":{"message":"no"}}""", true)]
    [InlineData("""{"error":"no"}""", true)]
    [InlineData("""{"error":null}""", false)]
    public void TryRead_Error_IsSeen(string json, bool hasError)
    {
        var chunk = new AnswerChunk();
        Read(json, chunk).ShouldBeTrue();
        chunk.HasError.ShouldBe(hasError);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("1")]
    [InlineData("<html>")]
    [InlineData("{} {}")]
    [InlineData("""{"choices":[{"delta":{"content":"\ud800"}}]}""")]
    public void TryRead_NoObject_IsFalse(string json) => Read(json, new AnswerChunk()).ShouldBeFalse();

    [Fact]
    public void TryRead_TruncatedAtEveryByte_IsFalse()
    {
        const string whole = """{"id":"c","choices":[{"index":0,"delta":{"content":"a\u00e9b"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1},"timings":{"prompt_ms":2.5}}""";
        var chunk = new AnswerChunk();
        for (var length = 0; length < whole.Length; length++) Read(whole[..length], chunk).ShouldBeFalse();
        Read(whole, chunk).ShouldBeTrue();
    }

    [Fact]
    public void TryRead_MutatedEvents_NeverThrow()
    {
        var random = new Random(20250501);
        var whole = """{"id":"c","model":"m","choices":[{"index":0,"delta":{"content":"a\u00e9b","reasoning_content":"x"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens_details":{"reasoning_tokens":2}},"timings":{"prompt_ms":2.5}}"""u8.ToArray();
        var chunk = new AnswerChunk();
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = whole.ToArray();
            for (var mutations = random.Next(1, 5); mutations > 0; mutations--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            ChunkReader.TryRead(bytes, chunk);
            chunk.Text.Length.ShouldBeLessThan(whole.Length);
        }
    }

    private static bool Read(string json, AnswerChunk chunk) => ChunkReader.TryRead(Encoding.UTF8.GetBytes(json), chunk);
}
