using System.Text;
using Vitrine.Inference.Generation;

namespace Vitrine.Inference.Tests.Generation;

public sealed class ReasoningSplitterTests
{
    [Theory]
    [InlineData("<think>because</think>so", "because", "so")]
    [InlineData("a<think>b</think>c<think>d</think>e", "bd", "ace")]
    [InlineData("<think>never closed", "never closed", "")]
    [InlineData("a <thin b", "", "a <thin b")]
    [InlineData("<<think>x</</think>y", "x</", "<y")]
    [InlineData("ends with <thi", "", "ends with <thi")]
    [InlineData("</think>plain", "", "</think>plain")]
    public void Append_AnyCutOfTheText_DividesAtTheTags(string text, string reasoning, string answer)
    {
        var random = new Random(8);
        for (int round = 0; round < 100; round++)
        {
            var splitter = new ReasoningSplitter();
            StringBuilder[] parts = [new(), new()];
            for (int at = 0; at < text.Length;)
            {
                int length = Math.Min(random.Next(1, 8), text.Length - at);
                splitter.Append(text.Substring(at, length));
                while (splitter.TryRead(out string piece, out bool isReasoning)) parts[isReasoning ? 0 : 1].Append(piece);
                at += length;
            }

            parts[splitter.InReasoning ? 0 : 1].Append(splitter.Flush());
            parts[0].ToString().ShouldBe(reasoning);
            parts[1].ToString().ShouldBe(answer);
        }
    }
}
