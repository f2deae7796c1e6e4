namespace Vitrine.Profiling.Live;

/// <summary>A chart of the service's own beside those of the runtime.</summary>
/// <param name="Name">What the protocol calls it: unique, not one of the runtime's charts.</param>
/// <param name="Title">What stands above it.</param>
/// <param name="Unit">What its axis counts, such as <c>tokens/s</c>; <c>B</c> and <c>s</c> are shown with prefixes; empty for a bare number.</param>
public sealed record LiveChart(string Name, string Title, string Unit)
{
    /// <value>A sentence for whoever asks what this is: plain text. The default is nothing.</value>
    public string Info { get; init; } = "";

    /// <value>The lines, at least one, each with a name of its own.</value>
    public required IReadOnlyList<LiveSeries> Series { get; init; }
}
