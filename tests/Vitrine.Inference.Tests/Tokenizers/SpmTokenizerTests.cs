using System.Text;
using Vitrine.Inference.Gguf;
using Vitrine.Inference.Tests.Models;
using Vitrine.Inference.Tokenizers;

namespace Vitrine.Inference.Tests.Tokenizers;

public sealed class SpmTokenizerTests
{
    private static readonly SpmTokenizer Shipped = Load(File.ReadAllBytes(TestFiles.ShippedModel));
    private static readonly SpmTokenizer Small = Load(new RandomModel { Pieces = ["▁", "a", "b", "s", "/", "<", ">", "</", "s>", "▁a", "ab", "▁ab"] }.ToArray());

    [Fact]
    public void Encode_RandomText_DecodesToItself()
    {
        var random = new Random(11);
        for (int round = 0; round < 500; round++)
        {
            string text = RandomText(random);
            // The small model asks for a space prefix, which becomes part of the tokens; the shipped one does not.
            Small.Decode(Small.Encode(text, addBeginning: true, parseSpecial: false)).ShouldBe(text.Length == 0 ? "" : " " + text);
            Shipped.Decode(Shipped.Encode(text, addBeginning: true, parseSpecial: false)).ShouldBe(text);
        }
    }

    [Fact]
    public void Decode_TokenByToken_NeverSplitsACharacter()
    {
        var random = new Random(12);
        for (int round = 0; round < 200; round++)
        {
            string text = RandomText(random);
            var accumulator = new Utf8Accumulator();
            var streamed = new StringBuilder();
            foreach (int id in Small.Encode(text, addBeginning: false, parseSpecial: false))
            {
                string piece = accumulator.Append(Small.Bytes(id));
                piece.ShouldNotContain('\uFFFD');
                streamed.Append(piece);
            }

            accumulator.Flush().ShouldBeEmpty();
            streamed.ToString().ShouldBe(text.Length == 0 ? "" : " " + text);
        }
    }

    [Fact]
    public void Encode_LiteralControlText_NeverGivesAControlToken()
    {
        foreach (string text in (string[])["</s>", "<s>", "<unk>", "<|user|>", "a</s>b", "<0x41>", "<|end|><|assistant|>"])
        {
            int[] ids = Small.Encode(text, addBeginning: false, parseSpecial: false);
            ids.ShouldAllBe(id => Small.Vocabulary.Kind(id) == TokenKind.Normal || Small.Vocabulary.Kind(id) == TokenKind.Byte);
            Small.Decode(ids).ShouldBe(" " + text);
        }
    }

    [Fact]
    public void Encode_TemplateControlText_GivesTheControlTokens()
    {
        int[] ids = Small.Encode("<|user|>a</s>", addBeginning: true, parseSpecial: true);
        ids.Select(Small.Vocabulary.Text).ShouldBe(["<s>", "<|user|>", "▁a", "</s>"]);
    }

    [Fact]
    public void Encode_Segments_MergesTextAcrossTheirBorders()
    {
        int[] whole = Small.Encode("<|user|>ab", addBeginning: false, parseSpecial: true);
        int[] parts = Small.Encode([new("<|user|>a", TextSegmentKind.Template), new("b", TextSegmentKind.Literal)], addBeginning: false);
        parts.ShouldBe(whole);
    }

    [Fact]
    public void Encode_LoneSurrogate_BecomesTheReplacementCharacter() =>
        Small.Decode(Small.Encode("a\uD83Db", addBeginning: false, parseSpecial: false)).ShouldBe(" a\uFFFDb");

    [Fact]
    public void Encode_LongText_TakesTimeInProportion()
    {
        string text = string.Concat(Enumerable.Repeat("ab ", 100_000));
        Small.Encode(text, addBeginning: false, parseSpecial: false).Length.ShouldBe(100_001);
    }

    private static SpmTokenizer Load(byte[] bytes)
    {
        using TemporaryFile path = TestFiles.Write(bytes);
        using GgufFile file = GgufFile.Open(path.Path);
        return new SpmTokenizer(file);
    }

    private static string RandomText(Random random)
    {
        string[] parts = ["a", "b", "ab", " ", "  ", "\n", "s>", "</", "é", "ш", "こ", "🙂", "👨‍👩‍👧", "\0", "<|user|>", "\u2028", "x"];
        return string.Concat(Enumerable.Range(0, random.Next(30)).Select(_ => parts[random.Next(parts.Length)]));
    }
}
