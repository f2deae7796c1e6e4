namespace Vitrine.Profiling.Flame;

/// <summary>A node with its place in the picture.</summary>
/// <param name="Node">The node.</param>
/// <param name="Start">Where it begins, in the profile's own unit from the left.</param>
/// <param name="Depth">Its row, 0 for the root.</param>
internal readonly record struct FlameBox(FlameNode Node, long Start, int Depth)
{
    /// <summary>Every node of a tree at least <paramref name="least"/> wide, a parent before its children.</summary>
    /// <remarks>Walks with a stack of its own: a file can hold stacks deeper than a thread's.</remarks>
    public static IEnumerable<FlameBox> Of(FlameNode root, long least)
    {
        var waiting = new Stack<FlameBox>([new FlameBox(root, 0, 0)]);
        while (waiting.TryPop(out var box))
        {
            yield return box;
            var start = box.Start + box.Node.Total - box.Node.Self;
            // Last in, first out: the children go in from the right.
            foreach (var child in box.Node.Children.Reverse())
            {
                start -= child.Total;
                if (child.Total >= least) waiting.Push(new FlameBox(child, start, box.Depth + 1));
            }
        }
    }
}
