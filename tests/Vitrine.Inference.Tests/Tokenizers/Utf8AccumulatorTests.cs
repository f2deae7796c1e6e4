using System.Text;
using Vitrine.Inference.Tokenizers;

namespace Vitrine.Inference.Tests.Tokenizers;

public sealed class Utf8AccumulatorTests
{
    [Fact]
    public void Append_AnyCutOfValidText_GivesTheTextWithoutReplacements()
    {
        const string Text = "aé–こ🙂👨‍👩‍👧z";
        byte[] bytes = Encoding.UTF8.GetBytes(Text);
        var random = new Random(1);
        for (int round = 0; round < 500; round++)
        {
            var accumulator = new Utf8Accumulator();
            var result = new StringBuilder();
            for (int at = 0; at < bytes.Length;)
            {
                int length = Math.Min(random.Next(1, 6), bytes.Length - at);
                result.Append(accumulator.Append(bytes.AsSpan(at, length)));
                accumulator.PendingBytes.ShouldBeInRange(0, 3);
                at += length;
            }

            result.Append(accumulator.Flush()).ToString().ShouldBe(Text);
        }
    }

    [Fact]
    public void Append_InvalidBytes_NeverWaitsForEver()
    {
        var accumulator = new Utf8Accumulator();
        accumulator.Append([0x80]).ShouldBe("\uFFFD");
        accumulator.Append([0xFF]).ShouldBe("\uFFFD");
        accumulator.Append([0xE3, 0x81]).ShouldBe("");
        accumulator.Append("a"u8).ShouldBe("\uFFFDa");
        accumulator.PendingBytes.ShouldBe(0);
    }

    [Fact]
    public void Flush_UnfinishedSequence_GivesOneReplacement()
    {
        var accumulator = new Utf8Accumulator();
        accumulator.Append([0xF0, 0x9F, 0x99]).ShouldBe("");
        accumulator.Flush().ShouldBe("\uFFFD");
        accumulator.Flush().ShouldBe("");
    }
}
