using System.Text.Json.Serialization;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Telemetry.DebugServer;

/// <summary>
/// An operation as <c>/debug/operations</c> shows it, copied out of the ring. Part of a public format: <c>docs/format/debug-operations.md</c>.
/// </summary>
public sealed record OperationView
{
    private static readonly string[] s_tellApart = [GatewayFacts.PluginType.Name, GatewayFacts.PluginName.Name, GatewayFacts.Phase.Name, GatewayFacts.Pod.Name];

    /// <summary>The service it happened in; on roots only.</summary>
    public string? Service { get; init; }

    /// <summary>Number of the root in order of ending; 0 while it runs, and on children.</summary>
    public long Sequence { get; init; }

    /// <summary>The kind: <c>http</c>, <c>inference</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>How it ended; null while it runs.</summary>
    public string? Outcome { get; init; }

    /// <summary>What went wrong in this scope itself, by name.</summary>
    public string? ErrorType { get; init; }

    /// <summary>What went wrong in this scope itself, as a sentence.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>When it began, UTC.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>From the beginning of its root, in milliseconds.</summary>
    public double OffsetMs { get; init; }

    /// <summary>How long it took, or has taken so far, in milliseconds.</summary>
    public double DurationMs { get; init; }

    /// <summary>The trace, 32 hex digits; on roots only, null without any.</summary>
    public string? TraceId { get; init; }

    /// <summary>The span, 16 hex digits; null when the scope has none.</summary>
    public string? SpanId { get; init; }

    /// <summary>Whether the span is exported.</summary>
    public bool Sampled { get; init; }

    /// <summary>What is known, in the order in which the kind declares it.</summary>
    public IReadOnlyList<FactView> Facts { get; init; } = [];

    /// <summary>The log lines it wrote. Empty in lists.</summary>
    public IReadOnlyList<string> Lines { get; init; } = [];

    /// <summary>The series it moved. Empty in lists.</summary>
    public IReadOnlyList<SeriesView> Series { get; init; } = [];

    /// <summary>The scopes in it, in order of starting. In lists as many levels as the query's <c>depth</c>.</summary>
    public IReadOnlyList<OperationView> Children { get; init; } = [];

    /// <summary>What it is called before people: its kind, and what tells it from its siblings of the same kind.</summary>
    [JsonIgnore]
    public string Label => string.Join(' ', s_tellApart.Select(Fact).OfType<string>().Prepend(Kind));

    /// <summary>A fact's value as a text, or null.</summary>
    public string? Fact(string name) => Facts.FirstOrDefault(fact => string.Equals(fact.Name, name, StringComparison.Ordinal))?.Display;
}
