using Vitrine.Telemetry.Documents;

namespace Vitrine.Settings;

/// <summary>One thing a user can set, declared once: its names in every source, its values, its default, what it is for.</summary>
/// <remarks>
/// Sources from strong to weak: the flag, the environment (<c>VITRINE_*</c> of the role, <c>VITRINE_*</c>, then the documents' own names in the
/// order of <see cref="Aliases"/>), a file of variables, <c>vitrine.yaml</c> (the role's section, then the top, then the documents' own block), the default.
/// </remarks>
internal abstract class Setting
{
    private readonly string? _flag;

    /// <summary>The key in YAML, such as <c>debug-host</c>.</summary>
    public required string Key { get; init; }

    /// <summary>The role whose section holds it; empty at the top of the document, where a role's section may override it.</summary>
    public string Section { get; init; } = "";

    /// <summary>What it is for, as the end of a help line.</summary>
    public required string Description { get; init; }

    /// <summary>The documents' variables for it, strongest first. They act on their own role only.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>The documents' variables for a setting at the top that act on one role only, by role, strongest first.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> AliasesOfRoles { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Other spellings of the flag.</summary>
    public IReadOnlyList<string> OtherFlags { get; init; } = [];

    /// <summary>
    /// The documents' own place for it at the top of a YAML file, such as <c>accessLogger.format</c>; null when they have none. A part that ends
    /// in <c>[]</c> is a list whose elements the next part names, as in <c>scheduler.pluginConfig[].least-request</c>.
    /// </summary>
    public string? DocumentPath { get; init; }

    /// <summary>Whether its value must never be shown.</summary>
    public bool IsSecret { get; init; }

    /// <summary>Whether it names a file of variables, which is then a source of its own.</summary>
    public bool IsEnvFile { get; init; }

    /// <summary>Whether a role's setting is a flag of <c>vitrine up</c> too.</summary>
    public bool IsOnUp { get; init; }

    /// <summary>The flag, such as <c>--debug-host</c>.</summary>
    public string Flag
    {
        get => _flag ?? $"--{Key}";
        init => _flag = value;
    }

    /// <summary>Where it stands in YAML and how <c>/debug/config</c> calls it: <c>model.debug-host</c>.</summary>
    public string Path => Section.Length == 0 ? Key : $"{Section}.{Key}";

    /// <summary>Its own variable: <c>VITRINE_MODEL_DEBUG_HOST</c>.</summary>
    public string Variable => VariableOf(Section);

    /// <summary>The accepted values as the end of "must be …".</summary>
    public abstract string Accepted { get; }

    /// <summary>The default, for help.</summary>
    public abstract string DefaultText { get; init; }

    /// <summary>What is to be said of a text that was not accepted, or null.</summary>
    internal abstract string? RemarkOn(string text);

    /// <summary>Whether the flag alone means true.</summary>
    public abstract bool IsSwitch { get; }

    /// <summary>Whether it takes several values.</summary>
    public abstract bool IsList { get; }

    /// <summary>Reads an element of a YAML list that is a mapping, as the text that it stands for; null when elements are texts.</summary>
    internal abstract Func<YamlMap, string>? ReadItem { get; }

    /// <summary>Its variable in a role's section: <c>VITRINE_MODEL_LOG_LEVEL</c> overrides <c>VITRINE_LOG_LEVEL</c>.</summary>
    public string VariableOf(string section) =>
        $"VITRINE_{(section.Length == 0 ? Key : $"{section}_{Key}").ToUpperInvariant().Replace('-', '_')}";

    /// <summary>Every variable that sets it for a role, strongest first. For no role in particular when that is empty.</summary>
    public IReadOnlyList<string> VariablesOf(string role)
    {
        if (Section.Length > 0 || role.Length == 0) return [Variable, .. Aliases];
        return AliasesOfRoles.TryGetValue(role, out var alias) ? [VariableOf(role), Variable, .. Aliases, .. alias] : [VariableOf(role), Variable, .. Aliases];
    }

    /// <summary>Reads a text; false when it is not accepted.</summary>
    internal abstract bool TryRead(string text, string folder, out object? value);

    /// <summary>The value nobody set.</summary>
    internal abstract object? DefaultOf(ResolvedSettings settings);

    /// <summary>A value as text, secrets in the clear.</summary>
    internal abstract string Show(object? value);
}
