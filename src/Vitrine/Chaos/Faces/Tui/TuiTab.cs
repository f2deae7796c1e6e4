namespace Vitrine.Chaos.Faces.Tui;

/// <summary>What the terminal shows.</summary>
internal enum TuiTab
{
    /// <summary>How far it is, and what it found.</summary>
    Overview,

    /// <summary>A line an iteration.</summary>
    Logs,

    /// <summary>What runs.</summary>
    Config,
}
