using System.Text;
using System.Text.Json;
using Vitrine.Gateway.Parsing;

namespace Vitrine.Gateway.Tests.Parsing;

public sealed class TokenEstimateTests
{
    private const string File = "Parsing/token-estimates.txt";

    [Fact]
    public void Scan_Prompts_AreEstimatedByTheirCharacters()
    {
        var lines = System.IO.File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, File));
        var failures = new List<string>();
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].Length == 0 || lines[i][0] == '#') continue;
            var parts = lines[i].Split("  →  ");
            var tokens = (long.Parse(parts[2]) + 3) / 4;
            using var request = Bodies.Parse(parts[1], parts[0]);
            if (request.InputTokens != tokens) failures.Add($"{File}:{i + 1} {request.InputTokens} instead of {tokens}");
        }

        failures.ShouldBeEmpty();
    }

    [Fact]
    public void Count_RandomTexts_AgreesWithRunesOfTheText()
    {
        var random = new Random(1);
        int[] alphabet = ['a', '"', '\\', '\n', 0x1F, 0xE4, 0x7FF, 0x800, 0x20AC, 0xFFFD, 0x10000, 0x1F600, 0x10FFFF];
        for (var round = 0; round < 3000; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => char.ConvertFromUtf32(alphabet[random.Next(alphabet.Length)])));
            var expected = text.EnumerateRunes().Count();
            Count(JsonSerializer.Serialize(text)).ShouldBe(expected, text);
            Count(JsonSerializer.Serialize(text, Unescaped)).ShouldBe(expected, text);
        }
    }

    private static JsonSerializerOptions Unescaped { get; } = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static long Count(string json)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        reader.Read();
        return TextLength.Count(reader.ValueSpan, reader.ValueIsEscaped);
    }
}
