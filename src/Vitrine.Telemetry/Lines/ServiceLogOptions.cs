namespace Vitrine.Telemetry.Lines;

/// <summary>How a service writes its log. What is null is decided by the pack.</summary>
public sealed record ServiceLogOptions
{
    /// <summary>Levels and targets, as in <c>info</c> or <c>warn,kmb_consensus=debug</c>. Default <c>info</c>.</summary>
    public string Filter { get; init; } = "info";

    /// <summary>Where the log goes: <c>stdout</c>, <c>stderr</c> or a file. Default: the pack's choice.</summary>
    public string? Output { get; init; }

    /// <summary>Where access lines go. Default: the pack's choice.</summary>
    public string? AccessOutput { get; init; }

    /// <summary>Whether access lines are written at all. Default true.</summary>
    public bool AccessEnabled { get; init; } = true;

    /// <summary>Whether access lines are written in their text form. Default false: JSON.</summary>
    public bool AccessAsText { get; init; }

    /// <summary>Whether lines are written for people instead of as JSON. Default false.</summary>
    public bool Pretty { get; init; }

    /// <summary>Whether pretty lines are coloured; only for a terminal.</summary>
    public bool Colours { get; init; }
}
