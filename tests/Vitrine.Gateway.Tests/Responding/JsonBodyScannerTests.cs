using System.Text;
using Vitrine.Gateway.Responding;

namespace Vitrine.Gateway.Tests.Responding;

public sealed class JsonBodyScannerTests
{
    [Theory]
    [InlineData("""{"choices":[{"message":{"role":"assistant","content":"Hello you"},"finish_reason":"stop"}],"usage":{"prompt_tokens":7,"completion_tokens":2,"prompt_tokens_details":{"cached_tokens":4}}}""", "in=7 out=2 cached=4 counted=3 finish=stop")]
    [InlineData("""{"choices":[{"text":"äöü😀x","finish_reason":"length"}]}""", "counted=2 finish=length")]
    [InlineData("""{"object":"list","data":[{"embedding":[0.1,0.2]}],"usage":{"prompt_tokens":7,"total_tokens":7}}""", "in=7")]
    [InlineData("""{"output":[{"content":[{"text":"x"}]}],"usage":{"input_tokens":3,"output_tokens":5},"error":null}""", "in=3 out=5")]
    [InlineData("""{"error":{"message":"no"}}""", "error")]
    [InlineData("""{"usage":{"prompt_tokens":7,""", "in=7 unread=1")]
    [InlineData("""{"usage":{"prompt_tokens":1.5,"completion_tokens":null}} x""", "unread=1")]
    [InlineData("<html>", "unread=1")]
    [InlineData("[]", "")]
    [InlineData("", "")]
    public void Scan_Body_IsPassedOnAndReadAtItsEnd(string body, string facts)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        for (var cut = 0; cut <= bytes.Length; cut++) Scans.Run(new JsonBodyScanner(), bytes, cut).ShouldBe((body, facts));
    }

    [Theory]
    [InlineData(""","usage":{"prompt_tokens":7,"total_tokens":7}}""", "in=7")]
    [InlineData(""", "usage" : { "prompt_tokens": 7, "prompt_tokens_details": {"cached_tokens": 4} }, "id": "a \"usage\": {" }""", "in=7 cached=4")]
    [InlineData(""","id":"a"}""", "unread=1")]
    [InlineData(""","usage":null}""", "unread=1")]
    [InlineData(""","usage":{"prompt_tok""", "unread=1")]
    [InlineData(""","usage":{"prompt_tokens":7}""", "in=7")]
    [InlineData(""","a":[{"usage":[1]}]}""", "unread=1")]
    public void Scan_BodyBeyondTheLimit_IsReadForTheUsageAtItsEnd(string end, string facts)
    {
        var body = "{\"x\":\"" + new string('x', JsonBodyScanner.MaxBytes) + "\"" + end;
        var bytes = Encoding.UTF8.GetBytes(body);
        Scans.Run(new JsonBodyScanner(), bytes, 10, 500_000, 900_000).ShouldBe((body, facts));
        for (var back = 1; back < end.Length + 2; back++) Scans.Run(new JsonBodyScanner(), bytes, bytes.Length / 2, bytes.Length - back).ShouldBe((body, facts));
        Scans.Run(new JsonBodyScanner(), bytes, [.. Enumerable.Range(1, 20).Select(i => bytes.Length - (20 - i) - 1)]).ShouldBe((body, facts));
    }

    [Fact]
    public void Scan_UsageFarFromTheEndOfALongBody_PassesUnread()
    {
        var body = "{\"usage\":{\"prompt_tokens\":7},\"x\":\"" + new string('x', JsonBodyScanner.MaxBytes) + "\"}";
        Scans.Run(new JsonBodyScanner(), Encoding.UTF8.GetBytes(body), 900_000).ShouldBe((body, "unread=1"));
    }

    [Fact]
    public void Scan_RandomBytes_NeverThrows()
    {
        var random = new Random(3);
        var whole = """{"choices":[{"message":{"content":"a\u00e4"},"finish_reason":"stop"}],"usage":{"prompt_tokens":7,"prompt_tokens_details":{"cached_tokens":4}}}"""u8.ToArray();
        for (var round = 0; round < 5000; round++)
        {
            var damaged = (byte[])whole.Clone();
            for (var i = 0; i < 3; i++) damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            Should.NotThrow(() => Scans.Run(new JsonBodyScanner(), damaged), Encoding.Latin1.GetString(damaged));
        }
    }
}
