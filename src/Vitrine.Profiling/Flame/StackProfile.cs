using System.Text.RegularExpressions;

namespace Vitrine.Profiling.Flame;

/// <summary>A profile with its tables resolved: what a table or a picture of it is made from.</summary>
internal sealed record StackProfile
{
    /// <summary>What the values count.</summary>
    public required IReadOnlyList<SampleKind> Kinds { get; init; }

    /// <summary>The place in <see cref="Kinds"/> of the one that is looked at first.</summary>
    public required int DefaultKind { get; init; }

    /// <summary>The stacks.</summary>
    public required IReadOnlyList<StackSample> Samples { get; init; }

    /// <summary>When it began, or null when it does not say.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>How long was measured; zero for a profile of a moment.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>What the profiler says of it.</summary>
    public IReadOnlyList<string> Comments { get; init; } = [];

    /// <summary>The place of a kind, by its name; -1 when there is none.</summary>
    public int IndexOf(string kind) => Kinds.ToList().FindIndex(each => each.Name == kind);

    /// <summary>The sum over all stacks.</summary>
    public long TotalOf(int kind) => Samples.Sum(sample => sample.Values[kind]);

    /// <summary>The stacks in which a function's name matches.</summary>
    public StackProfile Focus(Regex name) => this with { Samples = [.. Samples.Where(sample => sample.Stack.Any(frame => name.IsMatch(frame.Name)))] };

    /// <summary>The stacks that carry a label.</summary>
    public StackProfile WithLabel(string key, string value) => this with { Samples = [.. Samples.Where(sample => sample.Labels.Contains(new(key, value)))] };
}
