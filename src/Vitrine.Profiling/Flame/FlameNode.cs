namespace Vitrine.Profiling.Flame;

/// <summary>A function as it was reached on one way from the root: equal ways of all stacks stand on each other.</summary>
internal sealed class FlameNode(StackFrame frame)
{
    private readonly Dictionary<StackFrame, FlameNode> _children = [];

    /// <summary>The function.</summary>
    public StackFrame Frame => frame;

    /// <summary>What was measured here and below.</summary>
    public long Total { get; private set; }

    /// <summary>What was measured here and in nothing below.</summary>
    public long Self { get; private set; }

    /// <summary>What it called, the dearest first, so that equal profiles make equal pictures.</summary>
    public IEnumerable<FlameNode> Children => _children.Values.OrderByDescending(child => child.Total).ThenBy(child => child.Frame.Name, StringComparer.Ordinal).ThenBy(child => child.Frame.Module, StringComparer.Ordinal);

    /// <summary>The stacks of a profile put together. Stacks that a delta made negative are left out: nothing can be drawn of them.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="kind">Which of its values.</param>
    public static FlameNode Of(StackProfile profile, int kind)
    {
        var root = new FlameNode(new StackFrame("all", ""));
        foreach (var sample in profile.Samples.Where(sample => sample.Values[kind] > 0)) root.Add(sample.Stack, sample.Values[kind]);
        return root;
    }

    private void Add(IReadOnlyList<StackFrame> stack, long value)
    {
        var node = this;
        node.Total += value;
        for (var place = stack.Count - 1; place >= 0; place--)
        {
            // A library without symbols is one name for all that it does.
            if (stack[place] == node.Frame && node.Frame.Name == node.Frame.Module) continue;
            if (!node._children.TryGetValue(stack[place], out var child)) node._children[stack[place]] = child = new FlameNode(stack[place]);
            node = child;
            node.Total += value;
        }

        node.Self += value;
    }
}
