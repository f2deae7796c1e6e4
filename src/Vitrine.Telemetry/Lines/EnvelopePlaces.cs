using System.Text.Json;
using Vitrine.Telemetry.Packs;

namespace Vitrine.Telemetry.Lines;

/// <summary>Where a reader finds what an envelope holds: paths of keys from the root of a line.</summary>
/// <param name="Logger">The logger's name, or null when the envelope has none.</param>
/// <param name="Message">The message, or null when the envelope has none.</param>
/// <param name="Fields">The object with the line's own fields; empty for the root.</param>
/// <param name="Beside">The envelope's own keys in that object.</param>
internal sealed record EnvelopePlaces(IReadOnlyList<string>? Logger, IReadOnlyList<string>? Message, IReadOnlyList<string> Fields, IReadOnlyList<string> Beside)
{
    /// <summary>Of lines without an envelope.</summary>
    public static EnvelopePlaces None { get; } = new(null, null, [], []);

    /// <summary>The places of a log.</summary>
    public static EnvelopePlaces Of(LogDefinition log)
    {
        var beside = EnvelopeCompiler.KeysBesideFields(log);
        if (log.Envelope is not { } envelope) return new(["logger"], ["message"], [], beside);
        return new(PathOf(envelope, "$logger"), PathOf(envelope, "$message"), PathOf(envelope, "$fields")?.SkipLast(1).ToArray() ?? [], beside);
    }

    /// <summary>The value at a path, or null.</summary>
    public static JsonElement? Find(JsonElement line, IReadOnlyList<string> path)
    {
        foreach (var key in path)
        {
            if (line.ValueKind != JsonValueKind.Object || !line.TryGetProperty(key, out line)) return null;
        }

        return line;
    }

    private static IReadOnlyList<string>? PathOf(IReadOnlyList<FieldDefinition> fields, string source)
    {
        foreach (var field in fields)
        {
            if (field.Source == source) return [field.Key];
            if (field.Fields is { } inner && PathOf(inner, source) is { } rest) return [field.Key, .. rest];
        }

        return null;
    }
}
