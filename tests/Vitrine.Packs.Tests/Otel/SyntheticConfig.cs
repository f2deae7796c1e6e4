using Vitrine.Telemetry;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Packs.Tests.Otel;

/// <summary>The configuration of a gateway: read well once, then with an error in it, while what was good stays in force.</summary>
internal sealed class SyntheticConfig
{
    public SyntheticConfig(ITelemetry telemetry)
    {
        telemetry.AddState(GatewayConfigKinds.Config, ReadConfig);
        telemetry.AddState(GatewayConfigKinds.Objects, ReadObjects);
    }

    /// <summary>Whether what was read last is in force.</summary>
    public bool IsValid { get; set; } = true;

    private void ReadConfig(ref StateRows rows)
    {
        rows.Begin();
        rows.Set(GatewayConfigKinds.IsValid, IsValid);
        rows.Set(GatewayConfigKinds.Errors, IsValid ? 0 : 2);
        rows.Set(GatewayConfigKinds.Warnings, 1);
        rows.Set(GatewayConfigKinds.Reloads, 1);
        rows.Set(GatewayConfigKinds.ReloadFailures, IsValid ? 0 : 1);
        rows.Set(GatewayConfigKinds.LastSuccess, 1705314645.123);
    }

    private static void ReadObjects(ref StateRows rows)
    {
        foreach (var (kind, count) in (ReadOnlySpan<(string, long)>)[("ModelRoute", 1), ("ModelServer", 1), ("Pod", 2)])
        {
            rows.Begin();
            rows.Set(GatewayConfigKinds.ObjectKind, kind);
            rows.Set(GatewayConfigKinds.ObjectCount, count);
        }
    }
}
