namespace Vitrine.Telemetry;

/// <summary>The names of outcomes as packs, log lines and the debug page write them.</summary>
public static class OutcomeNames
{
    private static readonly string[] s_names = ["ok", "error", "timeout", "rejected", "cancelled", "abandoned"];

    /// <summary>All names, in the order of <see cref="Outcome"/>.</summary>
    public static IReadOnlyList<string> All => s_names;

    /// <summary>The lower-case name; the same string instance every time.</summary>
    public static string Name(this Outcome outcome) => s_names[(int)outcome];
}
