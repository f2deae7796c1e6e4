using Vitrine.Web.Upstream;

namespace Vitrine.Web.Chat;

/// <summary>What a page asks: <c>{messages:[{role,content}], message, format?, model?}</c>.</summary>
/// <param name="Turns">The conversation with its newest message last; user and assistant only.</param>
/// <param name="Model">The model, or null for the default.</param>
/// <param name="WantsMarkdown">Whether the answer shall be formatted.</param>
internal sealed record ChatRequest(IReadOnlyList<ChatTurn> Turns, string? Model, bool WantsMarkdown)
{
    private static readonly ChatTurn s_markdown = new("system", "Format your answer in Markdown: headings, lists, tables and fenced code blocks where they help the reader.");

    /// <summary>What the model reads: the conversation, and before it the wish for Markdown.</summary>
    public IReadOnlyList<ChatTurn> Prompt => WantsMarkdown ? [s_markdown, .. Turns] : Turns;

    /// <summary>Tokens of the conversation, estimated: four characters are one. The exact count is the upstream's.</summary>
    public long EstimatedTokens => (Turns.Sum(static turn => (long)turn.Content.Length) + 3) / 4;
}
