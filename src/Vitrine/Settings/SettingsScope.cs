namespace Vitrine.Settings;

/// <summary>What a command can be told: the settings at the top, and those of the role it serves.</summary>
/// <param name="Role">The role; empty for <c>vitrine up</c>.</param>
/// <param name="Settings">Every setting, each once.</param>
internal sealed record SettingsScope(string Role, IReadOnlyList<Setting> Settings)
{
    /// <summary>Whether the role runs under <c>vitrine up</c>, where some ports differ.</summary>
    public bool IsUnderUp { get; init; }
}
