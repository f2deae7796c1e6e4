namespace Vitrine.Inference.Chat;

/// <summary>One turn of a conversation.</summary>
/// <param name="Role"><c>system</c>, <c>user</c>, <c>assistant</c> or <c>tool</c>; any other is written as <c>user</c>.</param>
/// <param name="Content">The text. Control tokens that it spells stay text.</param>
public readonly record struct ChatMessage(string Role, string Content);
