namespace Vitrine.Inference.Generation;

/// <summary>
/// One generated token, or text that became certain without a new one. Every token has exactly one event with its id, whose text is empty while
/// it waits for the rest of a character, of a <c>&lt;think&gt;</c> tag or of a possible stop text.
/// </summary>
/// <param name="Text">Text to show now; may be empty.</param>
/// <param name="TokenId">The token, or −1 for text that was only released.</param>
/// <param name="Timestamp">When the token was chosen, a <see cref="System.Diagnostics.Stopwatch"/> timestamp.</param>
/// <param name="IsReasoning">Whether <paramref name="Text"/> is inside <c>&lt;think&gt;…&lt;/think&gt;</c>; the tags are in no text.</param>
public readonly record struct TokenEvent(string Text, int TokenId, long Timestamp, bool IsReasoning);
