namespace Vitrine.Gateway.Scheduling;

/// <summary>Picks the best of many without sorting them all. Equal pods come in an order of chance, or the first of an idle fleet would get everything.</summary>
internal static class Ranking
{
    /// <summary>Writes the places of the highest totals, best first; how many it wrote.</summary>
    /// <param name="totals">The totals.</param>
    /// <param name="best">Where the places go; its length is how many are wanted.</param>
    /// <param name="chance">Decides among equals.</param>
    public static int Best(ReadOnlySpan<double> totals, Span<int> best, uint chance)
    {
        var count = 0;
        for (var i = 0; i < totals.Length; i++)
        {
            if (count == best.Length && !Beats(totals, i, best[^1], chance)) continue;
            var at = count < best.Length ? count++ : count - 1;
            for (; at > 0 && Beats(totals, i, best[at - 1], chance); at--) best[at] = best[at - 1];
            best[at] = i;
        }

        return count;
    }

    private static bool Beats(ReadOnlySpan<double> totals, int a, int b, uint chance) =>
        totals[a] > totals[b] || (totals[a] == totals[b] && Lot(a, chance) > Lot(b, chance));

    /// <summary>A lot that differs for each place: an odd product and a shift are one-to-one on 32 bits.</summary>
    private static uint Lot(int place, uint chance)
    {
        var lot = ((uint)place ^ chance) * 0x9E3779B1u;
        lot = (lot ^ (lot >> 15)) * 0x85EBCA77u;
        return lot ^ (lot >> 13);
    }
}
