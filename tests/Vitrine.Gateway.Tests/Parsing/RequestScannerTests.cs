using System.Text;
using Vitrine.Gateway.Parsing;
using Vitrine.Gateway.Pipeline;

namespace Vitrine.Gateway.Tests.Parsing;

public sealed class RequestScannerTests
{
    private const string File = "Parsing/bad-requests.txt";
    private const string Whole = """{"model":"m","messages":[{"role":"user","content":[{"type":"text","text":"a\u00e4"}]}],"stream":true,"stream_options":{"include_usage":true},"max_tokens":5}""";

    [Fact]
    public void Scan_BadRequests_NameTheFieldAndWhatIsAccepted()
    {
        var lines = System.IO.File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, File));
        var failures = new List<string>();
        var cases = 0;
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].Length == 0 || lines[i][0] == '#') continue;
            var parts = lines[i].Split("  →  ");
            var head = parts[0].Split(' ');
            var (request, error) = Bodies.Scan(parts[1].Trim(), head[0]);
            if (error is null) failures.Add($"{File}:{i + 1} was accepted");
            else if (error.Status != int.Parse(head[1]) || !error.Message.Contains(parts[2], StringComparison.Ordinal)) failures.Add($"{File}:{i + 1} {error}");
            if (request is not null != (error == GatewayErrors.PromptMissing)) failures.Add($"{File}:{i + 1} request {request}");
            cases++;
        }

        failures.ShouldBeEmpty();
        cases.ShouldBeGreaterThan(40);
    }

    [Fact]
    public void Scan_Chat_ReadsEverythingInOnePass()
    {
        using var request = Bodies.Parse(Whole);
        request.OperationName.ShouldBe("chat");
        request.Model.ShouldBe("m");
        request.Stream.ShouldBeTrue();
        request.WantsUsage.ShouldBeTrue();
        request.AddsUsage.ShouldBeFalse();
        request.MaxTokens.ShouldBe(5);
        Encoding.UTF8.GetString(request.Prompt).ShouldBe("""[{"role":"user","content":[{"type":"text","text":"a\u00e4"}]}]""");
    }

    [Theory]
    [InlineData("/v1/chat/completions", "chat")]
    [InlineData("/v1/completions", "text_completion")]
    [InlineData("/v1/embeddings", "embeddings")]
    [InlineData("/v1/embeddings/", "embeddings")]
    [InlineData("/v1/responses", "responses")]
    [InlineData("/v1/rerank", "rerank")]
    [InlineData("/v1/responses/abc/cancel", "cancel")]
    [InlineData("/v1", "v1")]
    public void Of_Path_NamesTheOperation(string path, string operation) => RequestOperation.Of(path).Name.ShouldBe(operation);

    [Theory]
    [InlineData("""{"model":"a","prompt":"x","model":"b"}""", "b")]
    [InlineData("""{"mod\u0065l":"a","prompt":"x"}""", "a")]
    [InlineData("""{"prompt":{"model":"inner"},"model":"outer","input":"x"}""", "outer")]
    [InlineData("{\"prompt\":\"x\",\"model\":\"\\u00e4\\ud83d\\ude00\"}", "ä😀")]
    public void Scan_Model_IsTheLastOnTheOutside(string json, string model) => Bodies.Parse(json, "/v1/other").Model.ShouldBe(model);

    [Fact]
    public void Scan_LongModel_IsRefusedWithoutItsText()
    {
        Bodies.Scan($$"""{"model":"{{new string('m', 256)}}","messages":[{}]}""").Error.ShouldBeNull();
        foreach (var length in new[] { 257, 10_000_000 })
        {
            var (request, error) = Bodies.Scan($$"""{"model":"{{new string('m', length)}}","messages":[{}]}""");
            request.ShouldBeNull();
            error!.Status.ShouldBe(400);
            error.Message.ShouldBe("model is longer than 256 characters");
        }
    }

    [Fact]
    public void Scan_InvalidUtf8OrByteOrderMark_IsRefused()
    {
        RequestScanner.Scan(Bodies.Of([.. "{\"model\":\""u8, 0xFF, .. "\",\"messages\":[{}]}"u8]), Bodies.ChatPath).Error!.Message.ShouldBe("the body is not valid UTF-8");
        var (_, error) = RequestScanner.Scan(Bodies.Of([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Whole)]), Bodies.ChatPath);
        error!.Status.ShouldBe(400);
        error.Message.ShouldContain("line 1, byte 1");
    }

    [Fact]
    public void Scan_Depth_IsLimited()
    {
        string Nested(int levels) => $$"""{"model":"m","messages":[{}],"tools":{{new string('[', levels)}}{{new string(']', levels)}}}""";
        Bodies.Scan(Nested(63)).Error.ShouldBeNull();
        Bodies.Scan(Nested(64)).Error!.Message.ShouldBe("the body is nested deeper than 64 levels");
        Bodies.Scan(Nested(100_000)).Error!.Status.ShouldBe(400);
    }

    [Fact]
    public void Scan_OtherPaths_NeedNeitherModelNorPromptNorTheirTypes()
    {
        var request = Bodies.Parse("""{"query":"x","documents":["a"],"messages":7,"stream":"maybe"}""", "/v1/rerank");
        request.NamesModel.ShouldBeFalse();
        request.OperationName.ShouldBe("rerank");
        request.Prompt.Length.ShouldBe(0);
    }

    [Fact]
    public void Scan_NullFields_AreAbsent()
    {
        var request = Bodies.Parse("""{"model":"m","messages":[{"role":"user","content":null}],"stream":null,"stream_options":null,"max_tokens":null,"prompt":null}""");
        request.Stream.ShouldBeFalse();
        request.MaxTokens.ShouldBeNull();
    }

    [Fact]
    public void Scan_TruncatedAtEveryByte_IsRefusedAndNeverThrows()
    {
        var whole = Encoding.UTF8.GetBytes(Whole);
        for (var length = 0; length < whole.Length; length++)
        {
            RequestScanner.Scan(Bodies.Of(whole.AsSpan(0, length)), Bodies.ChatPath).Error.ShouldNotBeNull($"the first {length} bytes were accepted");
        }
    }

    [Fact]
    public void Scan_RandomlyDamaged_NeverThrows()
    {
        var whole = Encoding.UTF8.GetBytes(Whole);
        var random = new Random(20261120);
        for (var round = 0; round < 20_000; round++)
        {
            var damaged = (byte[])whole.Clone();
            for (var i = 0; i < 3; i++) damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            Should.NotThrow(() => RequestScanner.Scan(Bodies.Of(damaged), Bodies.ChatPath), Encoding.UTF8.GetString(damaged));
        }
    }
}
