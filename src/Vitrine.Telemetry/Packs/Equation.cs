using Vitrine.Telemetry.Lines;
using Vitrine.Telemetry.Metrics;

namespace Vitrine.Telemetry.Packs;

/// <summary>Two sums that must agree, bound to series and lines.</summary>
internal sealed record Equation(string Name, IReadOnlyList<EquationTerm> Left, IReadOnlyList<EquationTerm> Right)
{
    /// <summary>Whether it speaks of log lines, which only the first pack of a service writes.</summary>
    public bool NeedsLines => Left.Concat(Right).Any(term => term.Tally is not null);

    /// <summary>Evaluates both sides. Operations that end meanwhile may tip them apart for an instant.</summary>
    public EquationResult Evaluate(StateReads states) => new(Name, Left.Sum(term => term.Value(states)), Right.Sum(term => term.Value(states)));
}

/// <summary>One term: the sum of a family's matching series, or a tally of lines.</summary>
internal sealed record EquationTerm(Family? Family, IReadOnlyDictionary<string, string> Where, LineTally? Tally)
{
    public double Value(StateReads states)
    {
        if (Tally is not null) return Tally.Value;
        var sum = Family!.Rows.Sum(row => row.Sum(states));
        foreach (var cell in Family.Cells)
        {
            if (Matches(cell)) sum += ValueOf(cell);
        }

        return sum;
    }

    private static double ValueOf(Cell cell)
    {
        switch (cell)
        {
            case CounterCell counter: return counter.Value;
            case GaugeCell gauge: return gauge.Value;
            case StatCell stat: return stat.Read().Count;
            case HistogramCell histogram:
                Span<long> counts = new long[histogram.Buckets.Count];
                histogram.Read(counts);
                var sum = 0L;
                foreach (var count in counts) sum += count;
                return sum;
            default: return 0;
        }
    }

    private bool Matches(Cell cell)
    {
        for (var i = 0; i < Family!.Options.LabelNames.Length; i++)
        {
            if (Where.TryGetValue(Family.Options.LabelNames[i], out var wanted) && !string.Equals(wanted, cell.LabelValues[i], StringComparison.Ordinal)) return false;
        }

        return true;
    }
}
