using Vitrine.Telemetry;
using Vitrine.Telemetry.Documents;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Gateway.Fleet;

/// <summary>What is known of the configuration: for the log, <c>/debug/config_dump</c> and the rows that packs show. One writer; readers never lock.</summary>
internal sealed class ConfigState(FleetState fleet)
{
    private ConfigStatus? _current;

    /// <summary>The last reading of the folder, or null when there is no folder.</summary>
    public ConfigStatus? Current => Volatile.Read(ref _current);

    /// <summary>Notes a reading that is in force from now on.</summary>
    public void Succeed(DateTimeOffset at, IReadOnlyList<DocumentError> warnings) =>
        Volatile.Write(ref _current, new ConfigStatus(at, [], warnings, at, (_current?.Reloads ?? 0) + 1, _current?.Failures ?? 0));

    /// <summary>Notes a reading that cannot be used: what was in force stays so.</summary>
    public void Fail(DateTimeOffset at, IReadOnlyList<DocumentError> errors, IReadOnlyList<DocumentError> warnings) =>
        Volatile.Write(ref _current, new ConfigStatus(at, errors, warnings, _current?.LastSuccessAt, _current?.Reloads ?? 0, (_current?.Failures ?? 0) + 1));

    /// <summary>Writes the row of <see cref="GatewayConfigKinds.Config"/>; none without a folder.</summary>
    public void ReadRow(ref StateRows rows)
    {
        if (Current is not { } status) return;
        rows.Begin();
        rows.Set(GatewayConfigKinds.IsValid, status.IsValid);
        rows.Set(GatewayConfigKinds.Errors, status.Errors.Count);
        rows.Set(GatewayConfigKinds.Warnings, status.Warnings.Count);
        rows.Set(GatewayConfigKinds.Reloads, status.Reloads);
        rows.Set(GatewayConfigKinds.ReloadFailures, status.Failures);
        if (status.LastSuccessAt is { } at) rows.Set(GatewayConfigKinds.LastSuccess, at.ToUnixTimeMilliseconds() / 1000d);
    }

    /// <summary>Writes the rows of <see cref="GatewayConfigKinds.Objects"/>: what is in force.</summary>
    public void ReadObjects(ref StateRows rows)
    {
        var current = fleet.Current;
        Row(ref rows, "ModelRoute", current.Routes.Count);
        Row(ref rows, "ModelServer", current.Servers.Count);
        Row(ref rows, "Pod", current.Pods.Count);
    }

    private static void Row(ref StateRows rows, string kind, int count)
    {
        rows.Begin();
        rows.Set(GatewayConfigKinds.ObjectKind, kind);
        rows.Set(GatewayConfigKinds.ObjectCount, count);
    }
}
