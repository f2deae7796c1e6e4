using System.Collections.Frozen;
using System.Globalization;
using System.Diagnostics;
using Vitrine.Telemetry.Metrics;

namespace Vitrine.Telemetry.Packs;

/// <summary>Binds the conditions of a pack to facts.</summary>
internal static class ConditionCompiler
{
    public static Condition[] Compile(IReadOnlyList<ConditionDefinition> definitions, VocabularyIndex vocabulary)
    {
        var conditions = new List<Condition>();
        foreach (var definition in definitions)
        {
            if (vocabulary.SourceOf(definition.At, definition.Source, definition.Source) is not { } source) continue;
            if (Compile(definition, source) is { } condition) conditions.Add(condition);
        }

        return [.. conditions];
    }

    private static Condition? Compile(ConditionDefinition definition, Source source) => definition.Test switch
    {
        ConditionTest.Present => new PresenceCondition(source, wanted: true),
        ConditionTest.Absent => new PresenceCondition(source, wanted: false),
        ConditionTest.OneOf => OneOf(definition, source, negated: false),
        ConditionTest.NoneOf => OneOf(definition, source, negated: true),
        ConditionTest.Less => Compare(definition, source, Comparison.Less),
        ConditionTest.LessOrEqual => Compare(definition, source, Comparison.LessOrEqual),
        ConditionTest.Greater => Compare(definition, source, Comparison.Greater),
        ConditionTest.GreaterOrEqual => Compare(definition, source, Comparison.GreaterOrEqual),
        _ => throw new UnreachableException($"Condition test {definition.Test}."),
    };

    private static OneOfCondition? OneOf(ConditionDefinition definition, Source source, bool negated)
    {
        if (source.Type is FactType.Text or FactType.Flag) return new OneOfCondition(source, definition.Values.ToFrozenSet(StringComparer.Ordinal), [], negated);
        var numbers = new List<double>();
        foreach (var text in definition.Values)
        {
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) numbers.Add(number);
            else definition.At.Error(definition.Source, $"is a number and can never be '{text}'.");
        }

        return new OneOfCondition(source, FrozenSet<string>.Empty, [.. numbers], negated);
    }

    private static CompareCondition? Compare(ConditionDefinition definition, Source source, Comparison comparison)
    {
        if (source.Type == FactType.Text)
        {
            definition.At.Error(definition.Source, "is a text: compare it with a value or a list of values.");
            return null;
        }

        if (double.TryParse(definition.Values[0], NumberStyles.Float, CultureInfo.InvariantCulture, out var bound)) return new CompareCondition(source, comparison, bound);
        definition.At.Error(definition.Source, $"must be compared with a number, not '{definition.Values[0]}'.");
        return null;
    }
}
