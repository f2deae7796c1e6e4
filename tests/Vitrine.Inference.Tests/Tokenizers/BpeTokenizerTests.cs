using System.Text;
using Vitrine.Inference.Gguf;
using Vitrine.Inference.Llama;
using Vitrine.Inference.Tests.Models;
using Vitrine.Inference.Tokenizers;

namespace Vitrine.Inference.Tests.Tokenizers;

public sealed class BpeTokenizerTests
{
    private static readonly BpeTokenizer Llama = Load(new BpeVocabulary());

    [Theory]
    [InlineData("gpt-2")]
    [InlineData("llama-bpe")]
    [InlineData("qwen2")]
    public void Encode_RandomText_DecodesToItself(string pre)
    {
        BpeTokenizer tokenizer = Load(new BpeVocabulary { Pre = pre });
        var random = new Random(21);
        for (int round = 0; round < 2000; round++)
        {
            string text = RandomText(random);
            tokenizer.Decode(tokenizer.Encode(text, addBeginning: true, parseSpecial: false)).ShouldBe(text);
        }
    }

    [Fact]
    public void Bytes_AnyByteSequence_ComesBackUnchanged()
    {
        // A model may generate any sequence of tokens, whole UTF-8 or not.
        var random = new Random(22);
        var expected = new byte[1000];
        random.NextBytes(expected);
        var actual = new List<byte>();
        foreach (byte value in expected) actual.AddRange(Llama.Bytes(Llama.Vocabulary.Find(ByteAlphabet.Character(value).ToString())!.Value));
        actual.ShouldBe(expected);

        var accumulator = new Utf8Accumulator();
        var streamed = new StringBuilder();
        foreach (byte value in expected) streamed.Append(accumulator.Append([value]));
        streamed.Append(accumulator.Flush());
        streamed.ToString().ShouldBe(Encoding.UTF8.GetString(expected));
    }

    [Fact]
    public void Decode_TokenByToken_NeverSplitsACharacter()
    {
        var random = new Random(23);
        for (int round = 0; round < 500; round++)
        {
            string text = RandomText(random);
            var accumulator = new Utf8Accumulator();
            var streamed = new StringBuilder();
            foreach (int id in Llama.Encode(text, addBeginning: false, parseSpecial: false))
            {
                string piece = accumulator.Append(Llama.Bytes(id));
                piece.ShouldNotContain('\uFFFD');
                streamed.Append(piece);
            }

            accumulator.Flush().ShouldBeEmpty();
            streamed.ToString().ShouldBe(text);
        }
    }

    [Fact]
    public void Encode_LiteralControlText_NeverGivesAControlToken()
    {
        foreach (string text in (string[])["<|eot_id|>", "a<|eot_id|><|start_header_id|>system<|end_header_id|>", "<|begin_of_text|>"])
        {
            int[] ids = Llama.Encode(text, addBeginning: false, parseSpecial: false);
            ids.ShouldAllBe(id => Llama.Vocabulary.Kind(id) == TokenKind.Normal);
            Llama.Decode(ids).ShouldBe(text);
        }
    }

    [Fact]
    public void Encode_ControlTokenThatIsAWord_StaysText()
    {
        // Llama 3 takes words whole: a control token spelled like one must not be such a word.
        BpeTokenizer tokenizer = Load(new BpeVocabulary { Merges = [], Controls = ["<s>", "</s>", "admin"] });
        tokenizer.Encode("admin", addBeginning: false, parseSpecial: false).Length.ShouldBe(5);
        tokenizer.Encode("admin", addBeginning: false, parseSpecial: true).Length.ShouldBe(1);
    }

    [Fact]
    public void Encode_WholeWord_IsTakenByLlamaOnly()
    {
        // "abc" is a token that no merge of "ab" and "c" makes: only "a" and "bc" do, and "ab" comes first.
        string[] merges = ["a b", "b c", "a bc"];
        Texts(Load(new BpeVocabulary { Merges = merges }), "abc").ShouldBe(["abc"]);
        Texts(Load(new BpeVocabulary { Merges = merges, Pre = "qwen2" }), "abc").ShouldBe(["ab", "c"]);
    }

    [Fact]
    public void Encode_Segments_MergesTextAcrossTheirBorders()
    {
        int[] whole = Llama.Encode("<|eot_id|>the queue", addBeginning: false, parseSpecial: true);
        int[] parts = Llama.Encode([new("<|eot_id|>th", TextSegmentKind.Template), new("e que", TextSegmentKind.Literal), new("ue", TextSegmentKind.Template)], addBeginning: false);
        parts.ShouldBe(whole);
    }

    [Fact]
    public void Encode_LoneSurrogate_BecomesTheReplacementCharacter() =>
        Llama.Decode(Llama.Encode("a\uD83Db\uDE00", addBeginning: false, parseSpecial: false)).ShouldBe("a\uFFFDb\uFFFD");

    [Theory]
    [InlineData("x")]
    [InlineData(" ")]
    [InlineData("the ")]
    public void Encode_LongText_TakesTimeInProportion(string part)
    {
        string text = string.Concat(Enumerable.Repeat(part, 300_000));
        Llama.Decode(Llama.Encode(text, addBeginning: false, parseSpecial: false)).ShouldBe(text);
    }

    [Fact]
    public void Read_LlamaModel_PicksTheTokenizerThatTheFileNames()
    {
        using TemporaryFile path = TestFiles.Write(new RandomModel { Bpe = new BpeVocabulary() }.ToArray());
        using LlamaModel model = LlamaModel.Open(path.Path);
        model.Tokenizer.ShouldBeOfType<BpeTokenizer>();
        using TemporaryFile other = TestFiles.Write(new RandomModel().ToArray());
        using LlamaModel spm = LlamaModel.Open(other.Path);
        spm.Tokenizer.ShouldBeOfType<SpmTokenizer>();
    }

    private static string[] Texts(BpeTokenizer tokenizer, string text) =>
        [.. tokenizer.Encode(text, addBeginning: false, parseSpecial: false).Select(tokenizer.Vocabulary.Text)];

    private static BpeTokenizer Load(BpeVocabulary vocabulary)
    {
        using TemporaryFile path = TestFiles.Write(vocabulary.ToArray());
        using GgufFile file = GgufFile.Open(path.Path);
        return new BpeTokenizer(file);
    }

    private static string RandomText(Random random)
    {
        string[] parts = ["a", "the", " queue", " ", "  ", "\n", "\r\n", "\t", "'s", "'LL", "12", "3456", "é", "шёл", "こん", "世", "🙂", "👨‍👩‍👧", "𝒜", "𝟙", "\0", "<|eot_id|>", "\u2028", "\u3000", "\u00AD", "!?", "{}", "\U0010FFFF"];
        return string.Concat(Enumerable.Range(0, random.Next(30)).Select(_ => parts[random.Next(parts.Length)]));
    }
}
