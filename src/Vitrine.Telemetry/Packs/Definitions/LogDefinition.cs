using Vitrine.Telemetry.Documents;

namespace Vitrine.Telemetry.Packs;

/// <summary>The shape of a pack's log: how levels are called, the envelope around every line, where its two streams go.</summary>
internal sealed record LogDefinition
{
    /// <summary>For services without a pack: the envelope most tools expect.</summary>
    public static LogDefinition Default { get; } = new();

    /// <summary>Names of trace, debug, information, warning, error and critical.</summary>
    public IReadOnlyList<string> Levels { get; init; } = ["trace", "debug", "info", "warn", "error", "fatal"];

    /// <summary>The envelope; null means the default one.</summary>
    public IReadOnlyList<FieldDefinition>? Envelope { get; init; }

    /// <summary>Where the log goes unless a setting says otherwise.</summary>
    public string Output { get; init; } = "stdout";

    /// <summary>Where lines of <c>stream: access</c> go unless a setting says otherwise.</summary>
    public string AccessOutput { get; init; } = "stdout";

    /// <summary>Logger categories by prefix, and the target names that stand for them.</summary>
    public IReadOnlyDictionary<string, string> Targets { get; init; } = new Dictionary<string, string>();
}

/// <summary>One field of a log line or envelope.</summary>
/// <param name="At">Where it is written.</param>
/// <param name="Key">The JSON key; empty for the place where a line's own fields go.</param>
/// <param name="Source">A fact, a built-in, or a <c>$</c> name of the envelope; null for constants and objects.</param>
internal sealed record FieldDefinition(YamlMap At, string Key, string? Source)
{
    /// <summary>Facts that are read in this order where the source is absent.</summary>
    public IReadOnlyList<string> Others { get; init; } = [];

    public string? Constant { get; init; }

    /// <summary>A text with <c>{fact}</c> placeholders; left out when all of its facts are.</summary>
    public string? Template { get; init; }

    public string? Format { get; init; }

    public FieldOmit Omit { get; init; } = FieldOmit.Absent;

    public string? Absent { get; init; }

    public IReadOnlyDictionary<string, string> Map { get; init; } = new Dictionary<string, string>();

    /// <summary>The fields of a nested object.</summary>
    public IReadOnlyList<FieldDefinition>? Fields { get; init; }
}

/// <summary>When a field is left out.</summary>
internal enum FieldOmit
{
    /// <summary>When its fact is absent.</summary>
    Absent,

    /// <summary>When its fact is absent, an empty text, zero or false; an object when all its fields are left out.</summary>
    Empty,

    /// <summary>Never: an absent fact is written as null, or as the value of <c>absent</c>.</summary>
    Never,
}
