namespace Vitrine.Gateway.Objects;

/// <summary>Comparing labels.</summary>
internal static class Labels
{
    /// <summary>Whether all wanted labels are there with their values.</summary>
    public static bool Include(IReadOnlyDictionary<string, string> labels, IReadOnlyDictionary<string, string> wanted)
    {
        foreach (var (name, value) in wanted)
        {
            if (!labels.TryGetValue(name, out var found) || !string.Equals(found, value, StringComparison.Ordinal)) return false;
        }

        return true;
    }
}
