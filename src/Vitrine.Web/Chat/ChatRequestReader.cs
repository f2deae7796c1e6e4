using System.Text.Json;
using Vitrine.Web.Upstream;

namespace Vitrine.Web.Chat;

/// <summary>Reads and checks the body of a chat. Messages of other roles than user and assistant are left out: what the system says is decided here.</summary>
internal static class ChatRequestReader
{
    private const int LongestModel = 200;

    /// <summary>The request.</summary>
    /// <exception cref="FormatException">It is none; the message says why, and quotes nothing of it.</exception>
    public static ChatRequest Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object) throw new FormatException("The body is no JSON object.");
            List<ChatTurn> turns = [.. TurnsOf(root)];
            if (TextOf(root, "message"u8, "'message'") is { Length: > 0 } message) turns.Add(new ChatTurn("user", message));
            if (turns.Count == 0) throw new FormatException("There is no message.");
            var model = TextOf(root, "model"u8, "'model'");
            if (model?.Length > LongestModel) throw new FormatException($"'model' is longer than {LongestModel} characters.");
            return new ChatRequest(turns, model, IsMarkdown(TextOf(root, "format"u8, "'format'"), turns[^1].Content));
        }
        catch (JsonException e)
        {
            throw new FormatException($"The body is no valid JSON: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}.", e);
        }
        catch (InvalidOperationException e)
        {
            throw new FormatException("A text holds half a surrogate pair.", e);
        }
    }

    private static IEnumerable<ChatTurn> TurnsOf(JsonElement root)
    {
        if (!root.TryGetProperty("messages"u8, out var messages) || messages.ValueKind == JsonValueKind.Null) yield break;
        if (messages.ValueKind != JsonValueKind.Array) throw new FormatException("'messages' is no list.");
        foreach (var message in messages.EnumerateArray())
        {
            if (message.ValueKind != JsonValueKind.Object) throw new FormatException("One of 'messages' is no object.");
            var role = TextOf(message, "role"u8, "A message's 'role'");
            var content = TextOf(message, "content"u8, "A message's 'content'");
            if (role is "user" or "assistant" && content is { Length: > 0 }) yield return new ChatTurn(role, content);
        }
    }

    private static string? TextOf(JsonElement element, ReadOnlySpan<byte> name, string called)
    {
        if (!element.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null) return null;
        return value.ValueKind == JsonValueKind.String ? value.GetString() : throw new FormatException($"{called} is no text.");
    }

    private static bool IsMarkdown(string? format, string newest) =>
        string.Equals(format, "markdown", StringComparison.OrdinalIgnoreCase)
        || newest.Contains("in markdown", StringComparison.OrdinalIgnoreCase)
        || newest.Contains("using markdown", StringComparison.OrdinalIgnoreCase);
}
