using Vitrine.Inference.Gguf;
using Vitrine.Inference.Tests.Models;
using Vitrine.Inference.Tokenizers;

namespace Vitrine.Inference.Tests.Tokenizers;

/// <summary>Metadata of strangers: whatever is wrong with them is said, by the typed exceptions and nothing else.</summary>
public sealed class BpeRefusalTests
{
    [Theory]
    [InlineData("smollm")]
    [InlineData("default")]
    [InlineData("")]
    public void Read_UnknownPre_IsRefusedByName(string pre) =>
        Should.Throw<UnsupportedModelException>(() => Read(new BpeVocabulary { Pre = pre }.ToArray()))
            .Message.ShouldBe($"pre-tokenizer '{pre}' (tokenizer.ggml.pre); supported are 'gpt-2', 'llama-bpe' and 'qwen2'");

    [Fact]
    public void Read_UnknownModel_IsRefusedByName() =>
        Should.Throw<UnsupportedModelException>(() => Read(new GgufWriter().Add("tokenizer.ggml.model", "rwkv").ToArray()))
            .Message.ShouldBe("tokenizer 'rwkv'; supported are 'llama' (SentencePiece) and 'gpt2' (byte-level BPE)");

    [Theory]
    [InlineData("ab", "two tokens with a space between")]
    [InlineData("", "two tokens with a space between")]
    [InlineData(" a", "two tokens with a space between")]
    [InlineData("a ", "two tokens with a space between")]
    [InlineData("a zz", "parts and union that are normal tokens, 'zz' is none")]
    [InlineData("a c", "parts and union that are normal tokens, 'ac' is none")]
    [InlineData("a b c", "parts and union that are normal tokens, 'b c' is none")]
    [InlineData("< s>", "parts and union that are normal tokens, '<s>' is none")]
    public void Read_BrokenMerge_IsRefused(string merge, string expected)
    {
        // The union "<s>" is a token, but a control token: no text may grow into it.
        string[] tokens = [.. Bytes, "ab", "s>", "<s>"];
        int[] kinds = [.. tokens.Select(token => token == "<s>" ? 3 : 1)];
        GgufWriter writer = Start(tokens).Add("tokenizer.ggml.token_type", kinds).Add("tokenizer.ggml.merges", new[] { "a b", merge });
        Should.Throw<GgufFormatException>(() => Read(writer.ToArray())).Expectation.ShouldContain($"tokenizer.ggml.merges[1] should be {expected}");
    }

    [Fact]
    public void Read_NoMerges_IsRefused() =>
        Should.Throw<GgufFormatException>(() => Read(Start(Bytes).ToArray())).Expectation.ShouldContain("'tokenizer.ggml.merges' is missing");

    [Fact]
    public void Read_MergesOfAnotherType_AreRefused() =>
        Should.Throw<GgufFormatException>(() => Read(Start(Bytes).Add("tokenizer.ggml.merges", new[] { 1, 2 }).ToArray())).Expectation.ShouldContain("should be String[]");

    [Fact]
    public void Read_MissingByte_IsRefused()
    {
        GgufWriter writer = Start([.. Bytes.Where(token => token != "Ġ")]).Add("tokenizer.ggml.merges", Array.Empty<string>());
        Should.Throw<GgufFormatException>(() => Read(writer.ToArray())).Expectation.ShouldContain("none spells 0x20");
    }

    [Fact]
    public void Read_EmptyToken_IsHarmless() => Read(Start([.. Bytes, ""]).Add("tokenizer.ggml.merges", Array.Empty<string>()).ToArray()).Vocabulary.Count.ShouldBe(257);

    [Fact]
    public void Read_TruncatedOrFlippedAnywhere_FailsWithATypedException()
    {
        byte[] sound = new BpeVocabulary().ToArray();
        for (int length = 0; length < sound.Length; length += 7) ReadHostile(sound[..length]);
        var random = new Random(31);
        for (int round = 0; round < 500; round++)
        {
            byte[] flipped = [.. sound];
            flipped[random.Next(flipped.Length)] ^= (byte)(1 << random.Next(8));
            ReadHostile(flipped);
        }
    }

    private static string[] Bytes => [.. Enumerable.Range(0, 256).Select(value => ByteAlphabet.Character((byte)value).ToString())];

    private static GgufWriter Start(string[] tokens) =>
        new GgufWriter().Add("tokenizer.ggml.model", "gpt2").Add("tokenizer.ggml.pre", "qwen2").Add("tokenizer.ggml.tokens", tokens);

    private static void ReadHostile(byte[] bytes)
    {
        try
        {
            ITokenizer tokenizer = Read(bytes);
            tokenizer.Decode(tokenizer.Encode("the queue 123 🙂", addBeginning: false, parseSpecial: false)).ShouldNotBeNull();
        }
        catch (Exception error) when (error is GgufFormatException or UnsupportedModelException)
        {
            // Refused as it should be; anything else fails the test.
        }
    }

    private static ITokenizer Read(byte[] bytes)
    {
        using TemporaryFile path = TestFiles.Write(bytes);
        using GgufFile file = GgufFile.Open(path.Path);
        return TokenizerReader.Read(file);
    }
}
