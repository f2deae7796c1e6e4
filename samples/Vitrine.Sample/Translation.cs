using Vitrine.Telemetry;

namespace Vitrine.Sample;

/// <summary>What this service can say: one kind of operation with its facts.</summary>
public static class Translation
{
    public static readonly Fact<string> Language = Fact.Text("sample.language");
    public static readonly Fact<long> Letters = Fact.Integer("sample.letters", "{letter}");
    public static readonly Kind Kind = Kind.Scope("translation", [Language], Letters, CoreFacts.ErrorType, CoreFacts.ErrorMessage);

    private static readonly Dictionary<string, string> s_words = new(StringComparer.OrdinalIgnoreCase) { ["glass"] = "Glas", ["shop"] = "Laden" };

    public static string? Find(string word) => s_words.GetValueOrDefault(word);
}
