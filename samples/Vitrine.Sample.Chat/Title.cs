using Vitrine.Telemetry;

namespace Vitrine.Sample.Chat;

/// <summary>A conversation gets a title: one kind of operation with its fact.</summary>
public static class Title
{
    public static readonly Fact<long> Words = Fact.Integer("sample.title.words", "{word}");
    public static readonly Kind Kind = Kind.Scope("title", [], Words, CoreFacts.ErrorType, CoreFacts.ErrorMessage);

    /// <summary>The first words of a text.</summary>
    public static string[] Of(string text) => [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(5)];
}
