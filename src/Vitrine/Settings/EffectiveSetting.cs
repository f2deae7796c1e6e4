namespace Vitrine.Settings;

/// <summary>A setting as it acts, for <c>vitrine config</c> and <c>/debug/config</c>.</summary>
/// <param name="Key">Its path in YAML.</param>
/// <param name="Value">Its value; stars when it is secret and set.</param>
/// <param name="Source">Who set it: <c>flag --debug-host</c>, <c>environment KRONK_DEBUG_HOST</c>, <c>vitrine.yaml:3</c> or <c>default</c>.</param>
/// <param name="IsSecret">Whether the value is masked.</param>
internal sealed record EffectiveSetting(string Key, string Value, string Source, bool IsSecret);
