namespace Vitrine.Traffic;

/// <summary>What the bodies of calls are made from.</summary>
/// <param name="Model">The model that is asked.</param>
/// <param name="Streams">Whether chats are streamed; null lets three of four be.</param>
/// <param name="MaxTokens">The longest answer that is asked for, in tokens.</param>
/// <param name="PromptWords">About the longest of the long prompts, in words.</param>
internal sealed record CallInputs(string Model, bool? Streams, int MaxTokens, int PromptWords)
{
    /// <summary>Whether the next chat is streamed.</summary>
    public bool DrawStreams(Random random)
    {
        // Drawn in any case, so that the same seed asks the same questions whatever the choice.
        var isStreamed = random.NextDouble() < 0.75;
        return Streams ?? isStreamed;
    }
}
