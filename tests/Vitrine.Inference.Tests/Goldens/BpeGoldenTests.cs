using System.Security.Cryptography;
using System.Text.Json;
using Vitrine.Inference.Gguf;
using Vitrine.Inference.Tests.Models;
using Vitrine.Inference.Tokenizers;

namespace Vitrine.Inference.Tests.Goldens;

/// <summary>Byte-level BPE gives llama.cpp's ids by every pre-tokenizer: see tools/goldens/README.md.</summary>
public sealed class BpeGoldenTests
{
    private static readonly BpeGolden Golden =
        JsonSerializer.Deserialize<BpeGolden>(File.ReadAllText(TestFiles.Data("bpe.golden.json")), new JsonSerializerOptions(JsonSerializerDefaults.Web))!;

    [Fact]
    public void GoldenFile_ItsVocabulary_HasNotChanged()
    {
        string actual = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(TestFiles.Data(Golden.Merges))));
        actual.ShouldBe(Golden.Sha256, $"{Golden.Merges} is not the file that the goldens were made from. Run: sh tools/goldens/regenerate.sh");
        new BpeVocabulary().Controls.ShouldBe(Golden.Controls);
    }

    [Theory]
    [InlineData("gpt-2")]
    [InlineData("llama-bpe")]
    [InlineData("qwen2")]
    public void Encode_GoldenTexts_GivesTheSameIds(string family)
    {
        using TemporaryFile path = TestFiles.Write(new BpeVocabulary { Pre = family }.ToArray());
        using GgufFile file = GgufFile.Open(path.Path);
        var tokenizer = new BpeTokenizer(file);
        BpeGoldenText[] texts = [.. Golden.Texts.Where(text => text.Family == family)];
        texts.ShouldNotBeEmpty();
        string[] differences = [.. texts
            .Select(text => (text.Text, Expected: string.Join(' ', text.Ids), Actual: string.Join(' ', tokenizer.Encode(text.Text, addBeginning: true, text.Special))))
            .Where(text => text.Actual != text.Expected)
            .Select(text => $"{JsonSerializer.Serialize(text.Text)}: {text.Actual} instead of {text.Expected}")];
        differences.ShouldBeEmpty();
    }

    private sealed record BpeGolden(string Merges, string Sha256, string[] Controls, BpeGoldenText[] Texts);

    private sealed record BpeGoldenText(string Family, string Text, bool Special, int[] Ids);
}
