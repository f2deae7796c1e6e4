using System.Text.Json;

namespace Vitrine.ModelServer.Requests;

/// <summary>Collects everything that is wrong with a request, so that its author learns it at once.</summary>
internal sealed class FieldErrors
{
    private const int MaxShown = 8;
    private const int MaxQuoted = 40;
    private readonly List<string> _errors = [];

    /// <summary>Whether nothing is wrong so far.</summary>
    public bool IsEmpty => _errors.Count == 0;

    /// <summary>Whether a field was reported already: what has the wrong type is not missing besides.</summary>
    public bool Mentions(string field) => _errors.Exists(error => error.StartsWith(field, StringComparison.Ordinal));

    /// <summary>Reports a field that is missing.</summary>
    public void Missing(string field, string accepted) => _errors.Add($"{field} is missing, accepted is {accepted}");

    /// <summary>Reports a value that is not accepted.</summary>
    public void Wrong(string field, string value, string accepted) => _errors.Add($"{field} is {value}, accepted is {accepted}");

    /// <summary>Reports a field of the wrong JSON type.</summary>
    public void WrongType(string field, JsonTokenType type, string accepted) => Wrong(field, NameOf(type), accepted);

    /// <summary>Reports what this server does not do.</summary>
    public void Unsupported(string field, string instead) => _errors.Add($"{field} is not supported; {instead}");

    /// <summary>All errors as one text; a flood of them is cut and counted.</summary>
    public override string ToString() =>
        string.Join("; ", _errors.Take(MaxShown)) + (_errors.Count > MaxShown ? $"; and {_errors.Count - MaxShown} more" : "") + ".";

    /// <summary>A client's text in an error message: quoted, and cut when it is long.</summary>
    public static string Quote(string text) => text.Length > MaxQuoted ? $"'{text[..MaxQuoted]}…'" : $"'{text}'";

    /// <summary>A JSON type in the words of a sentence.</summary>
    public static string NameOf(JsonTokenType type) => type switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "a list",
        JsonTokenType.String => "a text",
        JsonTokenType.Number => "a number",
        JsonTokenType.True or JsonTokenType.False => "a boolean",
        _ => "null",
    };
}
