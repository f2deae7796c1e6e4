using System.Diagnostics;
using Vitrine.Telemetry.DebugServer;

namespace Vitrine.Settings;

/// <summary>The settings of one command with all sources weighed. Immutable once resolved.</summary>
internal sealed class ResolvedSettings
{
    /// <summary>The source of a value that nobody set.</summary>
    public const string DefaultSource = "default";

    private readonly Dictionary<Setting, (object? Value, string Source)> _values;

    internal ResolvedSettings(SettingsScope scope, string workingFolder, string? configFile, Dictionary<Setting, (object? Value, string Source)> set)
    {
        (Scope, WorkingFolder, ConfigFile, _values) = (scope, workingFolder, configFile, set);
        foreach (var setting in scope.Settings)
            _values.TryAdd(setting, (setting.DefaultOf(this), DefaultSource));
    }

    /// <summary>What could be set.</summary>
    public SettingsScope Scope { get; }

    /// <summary>The caller's working directory.</summary>
    public string WorkingFolder { get; }

    /// <summary>The YAML file that was read, or null when there is none.</summary>
    public string? ConfigFile { get; }

    /// <summary>Every setting with its value and source, in the order of the help.</summary>
    public IReadOnlyList<EffectiveSetting> Effective => [.. Scope.Settings.Select(Describe)];

    /// <summary>The value of a setting of this scope.</summary>
    public T Get<T>(Setting<T> setting) => (T)Entry(setting).Value!;

    /// <summary>Who set it.</summary>
    public string SourceOf(Setting setting) => Entry(setting).Source;

    /// <summary>Whether somebody set it.</summary>
    public bool IsSet(Setting setting) => SourceOf(setting) != DefaultSource;

    // Defaults may look at other settings, whose own default may not be in the table yet.
    private (object? Value, string Source) Entry(Setting setting)
    {
        if (_values.TryGetValue(setting, out var entry)) return entry;
        if (!Scope.Settings.Contains(setting)) throw new UnreachableException($"'{setting.Path}' is no setting of this command.");
        return (setting.DefaultOf(this), DefaultSource);
    }

    private EffectiveSetting Describe(Setting setting)
    {
        var (value, source) = Entry(setting);
        return new EffectiveSetting(setting.Path, setting.Show(value), source, setting.IsSecret);
    }
}
