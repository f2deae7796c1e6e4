using System.Text;
using Vitrine.Inference.Sampling;

namespace Vitrine.Inference.Tests.Sampling;

public sealed class StopMatcherTests
{
    [Theory]
    [InlineData("hello STOP world", "hello ", "STOP")]
    [InlineData("hello STO world", "hello STO world", null)]
    [InlineData("SSTOP", "S", "STOP")]
    [InlineData("a END STOP", "a ", "END")]
    [InlineData("trailing STO", "trailing STO", null)]
    [InlineData("ababac", "ab", "abac")]
    public void Append_AnyCutOfTheText_FindsTheFirstStop(string text, string shown, string? matched)
    {
        var random = new Random(4);
        for (int round = 0; round < 100; round++)
        {
            var matcher = new StopMatcher();
            matcher.Reset(["STOP", "END", "abac"]);
            var output = new StringBuilder();
            for (int at = 0; at < text.Length;)
            {
                int length = Math.Min(random.Next(1, 6), text.Length - at);
                output.Append(matcher.Append(text.Substring(at, length)));
                at += length;
            }

            output.Append(matcher.Flush()).ToString().ShouldBe(shown);
            matcher.Matched.ShouldBe(matched);
        }
    }
}
