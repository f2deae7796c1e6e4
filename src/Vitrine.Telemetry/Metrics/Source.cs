using System.Diagnostics;

namespace Vitrine.Telemetry.Metrics;

/// <summary>What a pack reads: a fact, or one of the things every operation knows by itself.</summary>
internal enum SourceKind
{
    Fact,
    Duration,
    Outcome,
    Value,
    Start,
    End,
    TraceId,
    SpanId,
    Sampled,
    Kind,
}

/// <summary>A resolved reference of a pack to a value. Reading it neither allocates nor boxes, but for trace ids.</summary>
internal sealed class Source(SourceKind kind, Fact? fact = null)
{
    private static readonly Dictionary<string, SourceKind> s_builtIn = new(StringComparer.Ordinal)
    {
        ["duration"] = SourceKind.Duration,
        ["outcome"] = SourceKind.Outcome,
        ["value"] = SourceKind.Value,
        ["start"] = SourceKind.Start,
        ["end"] = SourceKind.End,
        ["trace_id"] = SourceKind.TraceId,
        ["span_id"] = SourceKind.SpanId,
        ["sampled"] = SourceKind.Sampled,
        ["kind"] = SourceKind.Kind,
    };

    /// <summary>The names that are not facts, for error messages.</summary>
    public static IReadOnlyCollection<string> BuiltInNames => s_builtIn.Keys;

    public SourceKind Kind => kind;

    public Fact? Fact => fact;

    /// <summary>Reads the newest child scope of this kind, at any depth, and nothing around it; null reads the operation itself and outwards.</summary>
    public Kind? Within { get; init; }

    /// <summary>Whether a stranger chooses the value.</summary>
    public bool IsClientChosen => fact?.Origin == FactOrigin.Client;

    /// <summary>The type of what is read.</summary>
    public FactType Type => kind switch
    {
        SourceKind.Fact => fact!.Type,
        SourceKind.Duration => FactType.Duration,
        SourceKind.Value => FactType.Real,
        SourceKind.Sampled => FactType.Flag,
        SourceKind.Start or SourceKind.End => FactType.Integer,
        _ => FactType.Text,
    };

    public static bool TryBuiltIn(string name, Kind? within, out Source source)
    {
        var found = s_builtIn.TryGetValue(name, out var kind);
        source = found ? new Source(kind) { Within = within } : null!;
        return found;
    }

    public bool TryRead<TReader>(in TReader reader, out FactValue value) where TReader : struct, IFactReader
    {
        if (Within is not null) return TryReadChild(reader.Operation, out value);
        if (kind == SourceKind.Fact) return reader.TryGet(fact!, out value);
        if (reader.Operation is { } operation) return TryReadOperation(operation, out value);
        value = default;
        return false;
    }

    private bool TryReadChild(Operation? parent, out FactValue value)
    {
        value = default;
        if (parent?.NewestChild(Within!) is not { } child) return false;
        return kind == SourceKind.Fact ? child.TryGetOwn(fact!, out value) : TryReadOperation(child, out value);
    }

    private bool TryReadOperation(Operation operation, out FactValue value)
    {
        value = kind switch
        {
            SourceKind.Duration => new FactValue(FactType.Duration, null, operation.Duration.Ticks),
            SourceKind.Outcome => new FactValue(FactType.Text, operation.Outcome.Name(), 0),
            SourceKind.Value => new FactValue(FactType.Real, null, BitConverter.DoubleToInt64Bits(operation.Value)),
            SourceKind.Start => new FactValue(FactType.Integer, null, operation.StartedAt.UtcTicks),
            SourceKind.End => new FactValue(FactType.Integer, null, (operation.StartedAt + operation.Duration).UtcTicks),
            SourceKind.TraceId => Id(SpanOf(operation)?.TraceId.ToHexString()),
            SourceKind.SpanId => Id(SpanOf(operation)?.SpanId.ToHexString()),
            SourceKind.Sampled => new FactValue(FactType.Flag, null, SpanOf(operation) is { Recorded: true } ? 1 : 0),
            SourceKind.Kind => new FactValue(FactType.Text, operation.Kind.Name, 0),
            _ => throw new UnreachableException($"Source {kind} is not read from operations."),
        };
        return value.Type != FactType.Text || value.Text is not null;
    }

    private static FactValue Id(string? hex) => new(FactType.Text, hex, 0);

    /// <summary>The nearest span: a scope without one belongs to its parent's.</summary>
    public static Activity? SpanOf(Operation operation)
    {
        for (Operation? scope = operation; scope is not null; scope = scope.Parent)
        {
            if (scope.Span is { } span) return span;
        }

        return null;
    }
}
