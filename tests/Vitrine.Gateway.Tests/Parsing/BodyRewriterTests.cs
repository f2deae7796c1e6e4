using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using Vitrine.Gateway.Parsing;
using Vitrine.Testing;

namespace Vitrine.Gateway.Tests.Parsing;

public sealed class BodyRewriterTests
{
    private const string Messages = "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";

    [Theory]
    [InlineData("""{"model":"a",M}""", """{"model":"up",M}""")]
    [InlineData("""{ "model" : "a" , M }""", """{ "model" : "up" , M }""")]
    [InlineData("""{"model":"a",M,"stream":true}""", """{"model":"up",M,"stream":true,"stream_options":{"include_usage":true}}""")]
    [InlineData("""{"model":"a",M,"stream":true,"stream_options":null}""", """{"model":"up",M,"stream":true,"stream_options":{"include_usage":true}}""")]
    [InlineData("""{"model":"a",M,"stream":true,"stream_options":{ }}""", """{"model":"up",M,"stream":true,"stream_options":{"include_usage":true}}""")]
    [InlineData("""{"model":"a","stream_options":{"x":1},M,"stream":true}""", """{"model":"up","stream_options":{"include_usage":true,"x":1},M,"stream":true}""")]
    [InlineData("""{"stream_options":{"x":1,"include_usage":false},M,"stream":true,"model":"a"}""", """{"stream_options":{"x":1,"include_usage":true},M,"stream":true,"model":"up"}""")]
    [InlineData("""{"model":"a",M,"stream":true,"stream_options":{"include_usage":true}}""", """{"model":"up",M,"stream":true,"stream_options":{"include_usage":true}}""")]
    [InlineData("""{"model":"a",M,"model":"b"}""", """{"model":"a",M,"model":"up"}""")]
    [InlineData("""{"model":"up",M}""", """{"model":"up",M}""")]
    public void Rewrite_Whole_ExchangesValuesOnly(string json, string expected) =>
        Rewritten(Bodies.Parse(json.Replace("M", Messages, StringComparison.Ordinal)), "up").ShouldBe(expected.Replace("M", Messages, StringComparison.Ordinal));

    [Theory]
    [InlineData("""{"model":"a",M}""", """{"model":"a",M,"max_tokens":1}""")]
    [InlineData("""{"model":"a",M,"stream":true,"stream_options":{"include_usage":true}}""", """{"model":"a",M,"stream":false,"stream_options":null,"max_tokens":1}""")]
    [InlineData("""{"max_tokens":500,"model":"a",M,"max_completion_tokens":7}""", """{"max_tokens":1,"model":"a",M,"max_completion_tokens":1}""")]
    [InlineData("""{"stream":true,"model":"a",M,"stream":false}""", """{"stream":true,"model":"a",M,"stream":false,"max_tokens":1}""")]
    public void Rewrite_Prefill_AsksForOneTokenAndNoStream(string json, string expected) =>
        Rewritten(Bodies.Parse(json.Replace("M", Messages, StringComparison.Ordinal)), null, RewriteForm.Prefill).ShouldBe(expected.Replace("M", Messages, StringComparison.Ordinal));

    [Fact]
    public void Rewrite_ResponsesAndOthers_KnowTheirOwnDialect()
    {
        Rewritten(Bodies.Parse("""{"model":"a","input":"x","stream":true}""", "/v1/responses"), "a").ShouldBe("""{"model":"a","input":"x","stream":true}""");
        Rewritten(Bodies.Parse("""{"model":"a","input":"x"}""", "/v1/responses"), null, RewriteForm.Prefill).ShouldBe("""{"model":"a","input":"x","max_output_tokens":1}""");
        Rewritten(Bodies.Parse("{}", "/v1/rerank"), "up", RewriteForm.Prefill).ShouldBe("""{"max_tokens":1}""");
        Rewritten(RequestScanner.Unread(Bodies.Of("--form--"), "/v1/audio/transcriptions"), "up").ShouldBe("--form--");
        Rewritten(RequestScanner.Unread(Bodies.Of(""), "/v1/files"), "up").ShouldBe("");
    }

    [Fact]
    public void Rewrite_ModelWithQuotesAndLetters_StaysValidJson()
    {
        var rewritten = Rewritten(Bodies.Parse($$"""{"model":"a",{{Messages}}}"""), "a\"b\\ä\n😀");
        JsonNode.Parse(rewritten)!["model"]!.GetValue<string>().ShouldBe("a\"b\\ä\n😀");
    }

    [Theory]
    [InlineData(RewriteForm.Whole)]
    [InlineData(RewriteForm.Prefill)]
    public void Rewrite_RandomBodies_KeepEveryOtherPropertyAndAreIdempotent(object form)
    {
        var random = new RandomBodies(seed: 4);
        for (var round = 0; round < 2000; round++)
        {
            var json = random.Next();
            using var request = Bodies.Parse(json);
            var rewritten = Rewritten(request, "up", (RewriteForm)form);
            var expected = Expected(JsonNode.Parse(json)!.AsObject(), request, (RewriteForm)form);
            JsonNode.DeepEquals(JsonNode.Parse(rewritten), expected).ShouldBeTrue($"{json}\n{rewritten}\n{expected}");
            Rewritten(Bodies.Parse(rewritten), "up", (RewriteForm)form).ShouldBe(rewritten);
        }
    }

    [Fact]
    public async Task WriteToAsync_LargeBody_WritesItsLength()
    {
        var prompt = new string('x', 220_000);
        using var request = Bodies.Parse($$"""{"model":"a","messages":[{"role":"user","content":"{{prompt}}"}],"stream":true}""");
        var body = BodyRewriter.Rewrite(request, "up");
        using var stream = new MemoryStream(300_000);
        await body.WriteToAsync(stream, CancellationToken.None);
        stream.Length.ShouldBe(body.Length);
        Encoding.UTF8.GetString(stream.ToArray()).ShouldBe(Rewritten(request, "up"));
    }

    [Fact]
    public void ScanAndRewrite_LargePrompt_CopyNothingOfIt()
    {
        using var body = Bodies.Of($$"""{"model":"a","messages":[{"role":"user","content":"{{new string('x', 220_000)}}\n\u00e4"}],"stream":true}""");
        var allocated = Allocations.MedianBytes(() =>
        {
            var request = RequestScanner.Scan(body, Bodies.ChatPath).Request!;
            BodyRewriter.Rewrite(request, "up").WriteToAsync(Stream.Null, CancellationToken.None).GetAwaiter().GetResult();
        });
        allocated.ShouldBeLessThan(1500);
    }

    private static JsonObject Expected(JsonObject body, ParsedRequest request, RewriteForm form)
    {
        body["model"] = "up";
        if (form == RewriteForm.Prefill)
        {
            if (body.ContainsKey("stream")) body["stream"] = false;
            if (body.ContainsKey("stream_options")) body["stream_options"] = null;
            if (body.ContainsKey("max_completion_tokens")) body["max_completion_tokens"] = 1;
            body["max_tokens"] = 1;
        }
        else if (request.Stream)
        {
            if (body["stream_options"] is JsonObject options) options["include_usage"] = true;
            else body["stream_options"] = new JsonObject { ["include_usage"] = true };
        }

        return body;
    }

    private static string Rewritten(ParsedRequest request, string? model, RewriteForm form = RewriteForm.Whole)
    {
        var body = BodyRewriter.Rewrite(request, model, form);
        var writer = new ArrayBufferWriter<byte>();
        body.WriteTo(writer);
        body.Length.ShouldBe(writer.WrittenCount);
        return Encoding.UTF8.GetString(writer.WrittenSpan);
    }
}
