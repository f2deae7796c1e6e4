using System.Text;
using System.Text.Json;
using Vitrine.Inference.Chat;
using Vitrine.ModelServer.Requests;
using Vitrine.Telemetry.Documents;

namespace Vitrine.ModelServer.Answers;

/// <summary>Reads <c>messages</c>: roles, and contents that are a text or a list of text parts.</summary>
internal static class MessageReader
{
    private const string Roles = "system, developer, user, assistant or tool";

    /// <summary>Reads the list; null when it is none.</summary>
    public static IReadOnlyList<ChatMessage>? Read(ref Utf8JsonReader json, FieldErrors errors)
    {
        if (json.TokenType != JsonTokenType.StartArray)
        {
            FieldReader.Refuse(ref json, "messages", "a list of messages", errors);
            return null;
        }

        var messages = new List<ChatMessage>();
        while (json.Read() && json.TokenType != JsonTokenType.EndArray) messages.Add(ReadMessage(ref json, $"messages[{messages.Count}]", errors));
        return messages;
    }

    private static ChatMessage ReadMessage(ref Utf8JsonReader json, string path, FieldErrors errors)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            errors.WrongType(path, json.TokenType, "an object with role and content");
            json.Skip();
            return default;
        }

        string? role = null, content = null;
        while (json.NextProperty())
        {
            var field = json.GetString()!;
            json.Read();
            switch (field)
            {
                case "role": role = FieldReader.Text(ref json, $"{path}.role", Roles, errors); break;
                case "content": content = ReadContent(ref json, $"{path}.content", errors); break;
                case "tool_calls" or "function_call" or "audio": RefuseUnlessEmpty(ref json, $"{path}.{field}", errors); break;
                default: json.Skip(); break;
            }
        }

        return new ChatMessage(CheckRole(role, path, errors), content ?? Missing(path, errors));
    }

    /// <summary>OpenAI renamed system to developer; models know the old name.</summary>
    private static string CheckRole(string? role, string path, FieldErrors errors)
    {
        switch (role)
        {
            case "system" or "user" or "assistant" or "tool": return role;
            case "developer": return "system";
            case null:
                if (!errors.Mentions($"{path}.role")) errors.Missing($"{path}.role", Roles);
                return "user";
            default:
                errors.Wrong($"{path}.role", FieldErrors.Quote(role), Roles);
                return "user";
        }
    }

    private static string Missing(string path, FieldErrors errors)
    {
        if (!errors.Mentions($"{path}.content")) errors.Missing($"{path}.content", "a text or a list of text parts");
        return "";
    }

    private static string? ReadContent(ref Utf8JsonReader json, string path, FieldErrors errors)
    {
        const string accepted = "a text or a list of text parts";
        if (json.TokenType == JsonTokenType.String) return FieldReader.Text(ref json, path, accepted, errors);
        if (json.TokenType != JsonTokenType.StartArray)
        {
            FieldReader.Refuse(ref json, path, accepted, errors);
            return null;
        }

        var text = new StringBuilder();
        for (var i = 0; json.Read() && json.TokenType != JsonTokenType.EndArray; i++) text.Append(ReadPart(ref json, $"{path}[{i}]", errors));
        return text.ToString();
    }

    private static string? ReadPart(ref Utf8JsonReader json, string path, FieldErrors errors)
    {
        const string accepted = "{\"type\":\"text\",\"text\":…}";
        if (json.TokenType != JsonTokenType.StartObject)
        {
            errors.WrongType(path, json.TokenType, accepted);
            json.Skip();
            return null;
        }

        string? type = null, text = null;
        while (json.NextProperty())
        {
            var field = json.GetString()!;
            json.Read();
            if (field is "type") type = FieldReader.Text(ref json, $"{path}.type", "\"text\"", errors);
            else if (field is "text") text = FieldReader.Text(ref json, $"{path}.text", "a text", errors);
            else json.Skip();
        }

        if (type is not "text") errors.Unsupported($"{path} of type {(type is null ? "null" : FieldErrors.Quote(type))}", "this model reads text only, accepted is " + accepted);
        else if (text is null && !errors.Mentions($"{path}.text")) errors.Missing($"{path}.text", "a text");
        return text;
    }

    private static void RefuseUnlessEmpty(ref Utf8JsonReader json, string field, FieldErrors errors)
    {
        if (!FieldReader.SkipIsEmpty(ref json)) errors.Unsupported(field, "this model calls no tools and hears no audio");
    }
}
