namespace Vitrine.Profiling.Flame;

/// <summary>Functions by what they cost, as <c>go tool pprof -top</c> counts: a function counts once for a stack however often it stands there.</summary>
internal static class TopTable
{
    /// <summary>Every function, the dearest first.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="kind">Which of its values.</param>
    public static IReadOnlyList<TopRow> Of(StackProfile profile, int kind)
    {
        var sums = new Dictionary<StackFrame, (long Flat, long Cumulative)>();
        var seen = new HashSet<StackFrame>();
        foreach (var sample in profile.Samples)
        {
            var value = sample.Values[kind];
            seen.Clear();
            for (var place = 0; place < sample.Stack.Count; place++)
            {
                var frame = sample.Stack[place];
                if (!seen.Add(frame)) continue;
                var (flat, cumulative) = sums.GetValueOrDefault(frame);
                sums[frame] = (place == 0 ? flat + value : flat, cumulative + value);
            }
        }

        return
        [
            .. sums.Select(sum => new TopRow(sum.Key, sum.Value.Flat, sum.Value.Cumulative))
                .OrderByDescending(row => row.Flat)
                .ThenByDescending(row => row.Cumulative)
                .ThenBy(row => row.Frame.Name, StringComparer.Ordinal),
        ];
    }

    /// <summary>What each value of a label costs, the dearest first; stacks without the label under an empty value.</summary>
    public static IReadOnlyList<KeyValuePair<string, long>> ByLabel(StackProfile profile, int kind, string label) =>
    [
        .. profile.Samples.GroupBy(sample => sample.Labels.FirstOrDefault(each => each.Key == label).Value ?? "", sample => sample.Values[kind], StringComparer.Ordinal)
            .Select(group => new KeyValuePair<string, long>(group.Key, group.Sum()))
            .OrderByDescending(pair => pair.Value),
    ];
}
