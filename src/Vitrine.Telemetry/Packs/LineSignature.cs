using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using Vitrine.Telemetry.Lines;

namespace Vitrine.Telemetry.Packs;

/// <summary>
/// How a JSON line that was written is recognised as a certain line of a pack: by its logger, its message, its constants and the keys it may
/// have. For readers of logs, such as a coverage check.
/// </summary>
public sealed partial class LineSignature
{
    private readonly LineDefinition _line;
    private readonly EnvelopePlaces _envelope;
    private readonly string[] _message;
    private readonly HashSet<string> _keys;

    private LineSignature(LineDefinition line, EnvelopePlaces envelope)
    {
        (_line, _envelope) = (line, envelope);
        // What stands between the placeholders, in order.
        _message = Placeholder().Split(line.Message ?? "");
        _keys = line.Fields.Select(field => field.Key).Concat(envelope.Beside).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>The line's name within the pack.</summary>
    public string Name => _line.Name;

    /// <summary>Its level.</summary>
    public LogLevel Level => _line.Level;

    /// <summary>Its logger, which log filters name.</summary>
    public string Logger => _line.Logger;

    /// <summary>Whether it goes to the access stream, which log filters do not touch.</summary>
    public bool IsAccess => _line.IsAccess;

    /// <summary>The signatures of all lines of a pack, in its order.</summary>
    public static IReadOnlyList<LineSignature> Of(Pack pack)
    {
        var envelope = EnvelopePlaces.Of(pack.Definition.Log);
        return [.. pack.Definition.Lines.Select(line => new LineSignature(line, line.IsBare ? EnvelopePlaces.None : envelope))];
    }

    /// <summary>Whether <paramref name="line"/> may be one of these.</summary>
    public bool Matches(JsonElement line)
    {
        if (line.ValueKind != JsonValueKind.Object || EnvelopePlaces.Find(line, _envelope.Fields) is not { ValueKind: JsonValueKind.Object } own) return false;
        if (_envelope.Logger is { } logger && TextAt(line, logger) != Logger) return false;
        if (_envelope.Message is { } message && !FitsMessage(TextAt(line, message) ?? "")) return false;
        foreach (var field in _line.Fields)
        {
            if (field.Omit == FieldOmit.Never && !own.TryGetProperty(field.Key, out _)) return false;
            if (field.Constant is { } constant && TextAt(own, [field.Key]) != constant) return false;
        }

        return own.EnumerateObject().All(property => _keys.Contains(property.Name));
    }

    private static string? TextAt(JsonElement line, IReadOnlyList<string> path) => EnvelopePlaces.Find(line, path) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    private bool FitsMessage(string text)
    {
        if (_message.Length == 1) return text == _message[0];
        if (!text.StartsWith(_message[0], StringComparison.Ordinal) || !text.EndsWith(_message[^1], StringComparison.Ordinal)) return false;
        var from = _message[0].Length;
        foreach (var part in _message.AsSpan()[1..])
        {
            var at = text.IndexOf(part, from, StringComparison.Ordinal);
            if (at < 0) return false;
            from = at + part.Length;
        }

        return true;
    }

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Placeholder();
}
