using Vitrine.Telemetry.Documents;
using Vitrine.Telemetry.Lines;
using Vitrine.Telemetry.Metrics;

namespace Vitrine.Telemetry.Packs;

/// <summary>Binds equations to families and lines. An equation about something that is not driven here is left out.</summary>
internal sealed class EquationCompiler(PackDefinition pack, VocabularyIndex vocabulary, IReadOnlyList<Family> families, IReadOnlyList<Line> lines)
{
    public IReadOnlyList<Equation> Compile()
    {
        var equations = new List<Equation>();
        foreach (var definition in pack.Equations)
        {
            var left = Bind(definition.Left);
            var right = Bind(definition.Right);
            if (left.Count == definition.Left.Count && right.Count == definition.Right.Count) equations.Add(new Equation(definition.Name, left, right));
        }

        return equations;
    }

    private List<EquationTerm> Bind(IReadOnlyList<TermDefinition> terms) => [.. terms.Select(Bind).OfType<EquationTerm>()];

    private EquationTerm? Bind(TermDefinition term)
    {
        if (term.Metric is { } metric)
        {
            if (!pack.Metrics.Any(definition => string.Equals(definition.Name, metric, StringComparison.Ordinal)))
                term.At.Error("metric", $"this pack has no family '{metric}'. {Nearest.Suggest(metric, pack.Metrics.Select(definition => definition.Name))}");
            var family = families.FirstOrDefault(family => string.Equals(family.Name, metric, StringComparison.Ordinal));
            return family is null ? null : new EquationTerm(family, term.Where, null);
        }

        if (term.Line is null) return null;
        if (!pack.Lines.Any(definition => string.Equals(definition.Name, term.Line, StringComparison.Ordinal)))
            term.At.Error("line", $"this pack has no line '{term.Line}'. {Nearest.Suggest(term.Line, pack.Lines.Select(definition => definition.Name))}");
        var conditions = ConditionCompiler.Compile(term.When, vocabulary);
        var sum = term.Sum is null ? null : vocabulary.SourceOf(term.At, "sum", term.Sum);
        var line = lines.FirstOrDefault(line => string.Equals(line.Definition.Name, term.Line, StringComparison.Ordinal));
        if (line is null) return null;
        var tally = new LineTally(conditions, sum);
        line.AddTally(tally);
        return new EquationTerm(null, term.Where, tally);
    }
}
