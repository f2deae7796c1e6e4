using Vitrine.Telemetry.Documents;

namespace Vitrine.Telemetry.Packs;

/// <summary>A label of a pack: which fact it reads and what becomes of values that nobody declared.</summary>
internal sealed record LabelDefinition(YamlMap At, string Name, string? Fact)
{
    /// <summary>The value when the fact is absent.</summary>
    public string Absent { get; init; } = "";

    /// <summary>The value for a stranger's text that nobody declared.</summary>
    public string Unknown { get; init; } = "unknown";

    /// <summary>How many values of strangers are admitted as they are.</summary>
    public int Admit { get; init; }

    /// <summary>Renames values.</summary>
    public IReadOnlyDictionary<string, string> Map { get; init; } = new Dictionary<string, string>();

    /// <summary>Every value, when closed.</summary>
    public IReadOnlyList<string>? Values { get; init; }

    /// <summary>Whether the value is shown at all; if not, <see cref="Instead"/> stands in its place unless a setting exposes it.</summary>
    public bool Expose { get; init; } = true;

    /// <summary>What stands in place of a value that is not exposed.</summary>
    public string Instead { get; init; } = "_all";
}
