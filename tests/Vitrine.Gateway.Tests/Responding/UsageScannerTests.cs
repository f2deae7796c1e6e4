using System.Net.Http.Headers;
using Vitrine.Gateway.Pipeline;
using Vitrine.Gateway.Responding;

namespace Vitrine.Gateway.Tests.Responding;

public sealed class UsageScannerTests
{
    [Theory]
    [InlineData("text/event-stream; charset=utf-8", null, typeof(EventStreamScanner))]
    [InlineData("text/event-stream", "identity", typeof(EventStreamScanner))]
    [InlineData("application/json", null, typeof(JsonBodyScanner))]
    [InlineData("application/problem+json; charset=utf-8", null, typeof(JsonBodyScanner))]
    [InlineData("application/json", "gzip", typeof(UnreadScanner))]
    [InlineData("text/event-stream", "br", typeof(UnreadScanner))]
    [InlineData("text/html", null, typeof(UnreadScanner))]
    [InlineData(null, null, typeof(UnreadScanner))]
    public void For_ContentHeaders_ChoosesWhoCanReadIt(string? type, string? encoding, Type expected)
    {
        using var content = new ByteArrayContent([]);
        if (type is not null) content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        if (encoding is not null) content.Headers.ContentEncoding.Add(encoding);
        using var scanner = UsageScanner.For(content.Headers, stripsUsage: true);
        scanner.ShouldBeOfType(expected);
    }

    [Fact]
    public void Scan_CompressedAnswer_PassesUnread()
    {
        var (client, facts) = Scans.Run(new UnreadScanner(), "data: {\"usage\":{\"prompt_tokens\":1}}\n\n"u8, 4);
        client.ShouldBe("data: {\"usage\":{\"prompt_tokens\":1}}\n\n");
        facts.ShouldBe("unread=1");
    }

    [Fact]
    public void WriteTo_NoUsage_KeepsTheEstimateAndMarksIt()
    {
        var usage = new TokenUsage { Input = 12 };
        new ResponseFacts().WriteTo(ref usage, countedTokens: 5);
        (usage.Input, usage.Output, usage.Cached, usage.IsEstimated).ShouldBe((12, 5, 0, true));
        new ResponseFacts { InputTokens = 10, OutputTokens = 4, CachedTokens = 3 }.WriteTo(ref usage, countedTokens: 5);
        (usage.Input, usage.Output, usage.Cached, usage.IsEstimated).ShouldBe((10, 4, 3, false));
    }
}
