namespace Vitrine.Telemetry.Documents;

/// <summary>Finds the name somebody probably meant.</summary>
public static class Nearest
{
    /// <summary>A sentence such as <c>Did you mean 'inference'?</c>, or the accepted names when none is near; never empty if there are candidates.</summary>
    public static string Suggest(string wrong, IEnumerable<string> candidates)
    {
        var all = candidates.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        if (all.Length == 0) return "";
        var best = all.MinBy(candidate => Distance(wrong, candidate))!;
        if (Distance(wrong, best) <= Math.Max(2, wrong.Length / 3)) return $"Did you mean '{best}'?";
        return all.Length <= 12 ? $"Accepted: {string.Join(", ", all)}." : $"The nearest is '{best}'.";
    }

    /// <summary>Edit distance (insert, delete, replace, swap of neighbours), case-insensitive.</summary>
    internal static int Distance(string a, string b)
    {
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++) rows[i, 0] = i;
        for (var j = 0; j <= b.Length; j++) rows[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = Same(a[i - 1], b[j - 1]) ? 0 : 1;
                var best = Math.Min(Math.Min(rows[i - 1, j] + 1, rows[i, j - 1] + 1), rows[i - 1, j - 1] + cost);
                if (i > 1 && j > 1 && Same(a[i - 1], b[j - 2]) && Same(a[i - 2], b[j - 1])) best = Math.Min(best, rows[i - 2, j - 2] + 1);
                rows[i, j] = best;
            }
        }

        return rows[a.Length, b.Length];
    }

    private static bool Same(char a, char b) => char.ToLowerInvariant(a) == char.ToLowerInvariant(b);
}
