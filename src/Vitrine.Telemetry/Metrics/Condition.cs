using System.Collections.Frozen;

namespace Vitrine.Telemetry.Metrics;

/// <summary>One line of a pack's <c>when</c>: a source and what it must be.</summary>
internal abstract class Condition(Source source)
{
    public bool Holds<TReader>(in TReader reader) where TReader : struct, IFactReader
    {
        var present = source.TryRead(reader, out var value);
        return Holds(present, value);
    }

    /// <summary>All of them hold.</summary>
    public static bool All<TReader>(Condition[] conditions, in TReader reader) where TReader : struct, IFactReader
    {
        foreach (var condition in conditions)
        {
            if (!condition.Holds(reader)) return false;
        }

        return true;
    }

    protected abstract bool Holds(bool present, in FactValue value);
}

/// <summary><c>present</c> or <c>absent</c>; an empty text counts as absent.</summary>
internal sealed class PresenceCondition(Source source, bool wanted) : Condition(source)
{
    protected override bool Holds(bool present, in FactValue value) => (present && !(value.Type == FactType.Text && value.IsEmpty)) == wanted;
}

/// <summary>One of a list of values, or with <c>not</c> none of them. An absent fact is none of them.</summary>
internal sealed class OneOfCondition(Source source, FrozenSet<string> texts, double[] numbers, bool negated) : Condition(source)
{
    protected override bool Holds(bool present, in FactValue value)
    {
        var found = present && (value.Type == FactType.Text ? texts.Contains(value.Text!)
            : value.Type == FactType.Flag ? texts.Contains(value.ToString())
            : Array.IndexOf(numbers, value.AsDouble()) >= 0);
        return found != negated;
    }
}

/// <summary>A comparison with a number, such as <c>"&gt;= 400"</c>. An absent fact compares false.</summary>
internal sealed class CompareCondition(Source source, Comparison comparison, double bound) : Condition(source)
{
    protected override bool Holds(bool present, in FactValue value) => present && comparison switch
    {
        Comparison.Less => value.AsDouble() < bound,
        Comparison.LessOrEqual => value.AsDouble() <= bound,
        Comparison.Greater => value.AsDouble() > bound,
        Comparison.GreaterOrEqual => value.AsDouble() >= bound,
        _ => value.AsDouble() == bound,
    };
}

/// <summary>How a <see cref="CompareCondition"/> compares.</summary>
internal enum Comparison
{
    Equal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}
