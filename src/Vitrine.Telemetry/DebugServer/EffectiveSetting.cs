namespace Vitrine.Telemetry.DebugServer;

/// <summary>A setting as it applies: for <c>/debug/config</c>.</summary>
/// <param name="Key">Its name, as in <c>vitrine.yaml</c>.</param>
/// <param name="Value">What applies. Never shown when <paramref name="IsSecret"/>.</param>
/// <param name="Source">Where it came from: <c>flag</c>, <c>environment VITRINE_HOST</c>, <c>vitrine.yaml:3</c>, <c>default</c>.</param>
/// <param name="IsSecret">Whether it is masked.</param>
public sealed record EffectiveSetting(string Key, string? Value, string Source, bool IsSecret = false)
{
    /// <summary>What stands in place of a secret.</summary>
    public const string Mask = "********";

    /// <summary>The value, or the mask when it is a secret that is set.</summary>
    public string? Shown => IsSecret && !string.IsNullOrEmpty(Value) ? Mask : Value;

    /// <summary>Masks secrets here too, so that a setting may be logged.</summary>
    public override string ToString() => $"{Key}={Shown} ({Source})";
}
