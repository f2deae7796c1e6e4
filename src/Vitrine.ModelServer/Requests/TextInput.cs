namespace Vitrine.ModelServer.Requests;

/// <summary>A text for the model, or the tokens that stand for one. Exactly one of both is set.</summary>
internal sealed record TextInput
{
    /// <summary>The text, or null.</summary>
    public string? Text { get; init; }

    /// <summary>The tokens, or null; used as they are.</summary>
    public IReadOnlyList<int>? Tokens { get; init; }

    /// <summary>It as a log shows it, if content may be logged at all.</summary>
    public string ForLog => Text is { } text ? LogText.Cut(text) : $"{Tokens!.Count} tokens";
}
