using System.Collections;

namespace Vitrine.Terminal;

/// <summary>What a command sees of the process around it; tests give it their own.</summary>
internal sealed record Surroundings
{
    /// <summary>Where answers go.</summary>
    public required TextWriter Output { get; init; }

    /// <summary>Where banners, tables, progress and errors go.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>The environment.</summary>
    public required IReadOnlyDictionary<string, string> Variables { get; init; }

    /// <summary>The caller's working directory; relative paths start here.</summary>
    public required string WorkingFolder { get; init; }

    /// <summary>Whether a person reads <see cref="Output"/>.</summary>
    public bool OutputIsTerminal { get; init; }

    /// <summary>Whether a person reads <see cref="Error"/>.</summary>
    public bool ErrorIsTerminal { get; init; }

    /// <summary>Whether <see cref="Output"/> may be coloured.</summary>
    public bool OutputColours => OutputIsTerminal && !IsPlain;

    /// <summary>Whether <see cref="Error"/> may be coloured.</summary>
    public bool ErrorColours => ErrorIsTerminal && !IsPlain;

    // no-color.org: any value that is not empty.
    private bool IsPlain => Variables.GetValueOrDefault("NO_COLOR", "").Length > 0 || Variables.GetValueOrDefault("TERM", "") == "dumb";

    /// <summary>The real process.</summary>
    public static Surroundings OfProcess() => new()
    {
        Output = Console.Out,
        Error = Console.Error,
        Variables = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "", StringComparer.Ordinal),
        WorkingFolder = Environment.CurrentDirectory,
        OutputIsTerminal = !Console.IsOutputRedirected,
        ErrorIsTerminal = !Console.IsErrorRedirected,
    };
}
