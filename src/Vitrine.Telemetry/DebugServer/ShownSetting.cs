namespace Vitrine.Telemetry.DebugServer;

/// <summary>A setting as <c>/debug/config</c> shows it: a secret is masked.</summary>
/// <param name="Key">Its name.</param>
/// <param name="Value">What applies, or the mask.</param>
/// <param name="Source">Where it came from.</param>
public sealed record ShownSetting(string Key, string? Value, string Source)
{
    internal static ShownSetting Of(EffectiveSetting setting) => new(setting.Key, setting.Shown, setting.Source);
}
