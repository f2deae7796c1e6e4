namespace Vitrine.Web.Upstream;

/// <summary>One message of a conversation.</summary>
/// <param name="Role">system, user or assistant.</param>
/// <param name="Content">Its text.</param>
internal readonly record struct ChatTurn(string Role, string Content);
