using System.Text.Json;
using Vitrine.Inference.Tests.Models;

namespace Vitrine.Inference.Tests.Goldens;

/// <summary>What llama.cpp made of a model; written by <c>tools/goldens</c>, whose README explains the fields.</summary>
public sealed record GoldenFile(string Model, string Sha256, string Library, GoldenText[] Texts, GoldenPrompt[] Prompts)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    /// <summary>Reads <c>Data/NAME.golden.json</c>.</summary>
    public static GoldenFile Read(string name) =>
        JsonSerializer.Deserialize<GoldenFile>(File.ReadAllText(TestFiles.Data(name + ".golden.json")), Options)!;
}

/// <summary>A text and its token ids, without the beginning-of-text token.</summary>
public sealed record GoldenText(string Text, bool Special, int[] Ids);

/// <summary>A prompt, its ids with the beginning-of-text token, the logits behind it and the greedy answer, both from the widened and from the native file.</summary>
public sealed record GoldenPrompt(string Text, bool Special, int[] Ids, int[] Greedy, int[] NativeGreedy, float[] Logits, float[] NativeLogits);
