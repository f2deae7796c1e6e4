using Vitrine.Telemetry.Documents;

namespace Vitrine.Settings;

/// <summary>How a setting's text becomes a value, and back.</summary>
/// <param name="Accepted">The accepted values as the end of "must be …".</param>
/// <param name="TryParse">Reads a text; relative paths stand under the folder given.</param>
/// <param name="Format">Writes a value as it could be written in a setting.</param>
internal sealed record ValueKind<T>(string Accepted, ValueKind<T>.Parser TryParse, Func<T, string> Format)
{
    public delegate bool Parser(string text, string folder, out T value);

    /// <summary>A switch: on the command line its name alone means true.</summary>
    public bool IsSwitch { get; init; }

    /// <summary>What is to be said of a text that was not accepted, as a sentence; null when <see cref="Accepted"/> says it all.</summary>
    public Func<string, string?>? Remark { get; init; }

    /// <summary>Reads an element of a YAML list that is a mapping, and writes it as it stands in a text; null when elements are texts.</summary>
    public Func<YamlMap, string>? ReadItem { get; init; }

    /// <summary>Whether several values may be given: the flag repeated, a YAML list, or one text with commas.</summary>
    public bool IsList { get; init; }
}
