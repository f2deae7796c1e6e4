using Spectre.Console;

namespace Vitrine.Explain;

/// <summary>One colour per outcome, the same as on the debug page.</summary>
internal static class OutcomeStyle
{
    public static readonly Style Dim = new(Color.Grey);
    public static readonly Style Heading = new(decoration: Decoration.Bold);

    public static Style Of(string? outcome) => new(outcome switch
    {
        null => Color.Blue,
        "ok" => Color.Green,
        "rejected" or "cancelled" => Color.Yellow,
        _ => Color.Red,
    });
}
