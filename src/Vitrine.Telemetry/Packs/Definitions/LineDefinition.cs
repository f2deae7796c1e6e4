using Microsoft.Extensions.Logging;
using Vitrine.Telemetry.Documents;

namespace Vitrine.Telemetry.Packs;

/// <summary>A log line of a pack: on what it is written, and with which fields in which order.</summary>
internal sealed record LineDefinition(YamlMap At, string Name, string Kind, LineMoment Moment)
{
    public LogLevel Level { get; init; } = LogLevel.Information;

    /// <summary>A template with <c>{fact}</c> placeholders; null for lines without a message.</summary>
    public string? Message { get; init; }

    public string Logger { get; init; } = "";

    public IReadOnlyList<ConditionDefinition> When { get; init; } = [];

    public IReadOnlyList<FieldDefinition> Fields { get; init; } = [];

    /// <summary>Segments of the text form; a segment whose facts are all absent, empty or zero is left out. Empty when the line has none.</summary>
    public IReadOnlyList<string> Text { get; init; } = [];

    /// <summary>Whether the line goes to the access stream instead of the log.</summary>
    public bool IsAccess { get; init; }

    /// <summary>Whether the line is written without the pack's envelope.</summary>
    public bool IsBare { get; init; }
}

/// <summary>When a line is written.</summary>
internal enum LineMoment
{
    /// <summary>At the end of a scope, or at a point.</summary>
    End,

    /// <summary>When a scope opens.</summary>
    Open,
}
