namespace Vitrine.Settings;

/// <summary>Declares the settings of a role's section, a row each. What is rare in a setting stands in an initialiser instead.</summary>
/// <param name="name">The role.</param>
internal sealed class SettingSection(string name)
{
    /// <summary>A setting with a fixed default.</summary>
    /// <param name="key">Its key in YAML, and its flag.</param>
    /// <param name="kind">The values it takes.</param>
    /// <param name="otherwise">The value nobody set.</param>
    /// <param name="description">What it is for, as the end of a help line.</param>
    /// <param name="variables">The documents' variables for it, strongest first.</param>
    /// <param name="path">The documents' own place for it in YAML, or null.</param>
    public Setting<T> Of<T>(string key, ValueKind<T> kind, T otherwise, string description, IReadOnlyList<string>? variables = null, string? path = null) =>
        new(kind, otherwise) { Section = name, Key = key, Description = description, Aliases = variables ?? [], DocumentPath = path };

    /// <summary>Where the role listens: at a port of the host that all listeners share, unless told otherwise.</summary>
    public Setting<HostPort> Listener(string key, int port, string description, IReadOnlyList<string>? variables = null, string? path = null) =>
        Listener(key, _ => port, $"{port}", description, variables, path);

    /// <summary>The same, with a port that has a setting of its own.</summary>
    public Setting<HostPort> Listener(string key, Setting<int> port, string description) =>
        Listener(key, settings => settings.Get(port), port.DefaultText, description, variables: null, path: null);

    private Setting<HostPort> Listener(string key, Func<ResolvedSettings, int> port, string portText, string description, IReadOnlyList<string>? variables, string? path) =>
        new(ValueKinds.Address, settings => new HostPort(settings.Get(SharedSettings.Host), port(settings)))
        {
            Section = name,
            Key = key,
            Description = description,
            DefaultText = $"localhost:{portText}",
            Aliases = variables ?? [],
            DocumentPath = path,
        };
}
