namespace Vitrine.Telemetry.Vocabulary;

/// <summary>What a gateway knows of its own configuration, read at scrape.</summary>
public static class GatewayConfigKinds
{
    /// <summary>Whether what was read last is in force.</summary>
    public static readonly Fact<bool> IsValid = Fact.Flag("vitrine.config.valid");

    /// <summary>Errors of the last reading.</summary>
    public static readonly Fact<long> Errors = Fact.Integer("vitrine.config.errors");

    /// <summary>Warnings of the last reading.</summary>
    public static readonly Fact<long> Warnings = Fact.Integer("vitrine.config.warnings");

    /// <summary>Readings that were put in force.</summary>
    public static readonly Fact<long> Reloads = Fact.Integer("vitrine.config.reloads");

    /// <summary>Readings that were not: what was in force stayed so.</summary>
    public static readonly Fact<long> ReloadFailures = Fact.Integer("vitrine.config.reload_failures");

    /// <summary>When the documents in force were read, in seconds since 1970; absent when none are.</summary>
    public static readonly Fact<double> LastSuccess = Fact.Real("vitrine.config.last_success", "s");

    /// <summary>A kind of object: ModelRoute, ModelServer, Pod.</summary>
    public static readonly Fact<string> ObjectKind = Fact.Text("vitrine.config.object_kind");

    /// <summary>How many of a kind are in force.</summary>
    public static readonly Fact<long> ObjectCount = Fact.Integer("vitrine.config.objects");

    /// <summary>The last reading of the folder of documents: one row, none without a folder.</summary>
    public static readonly Kind Config = Kind.State("gateway_config", IsValid, Errors, Warnings, Reloads, ReloadFailures, LastSuccess);

    /// <summary>The objects in force: one row per kind.</summary>
    public static readonly Kind Objects = Kind.State("gateway_objects", ObjectKind, ObjectCount);

    /// <summary>All kinds of a gateway's configuration.</summary>
    public static readonly IReadOnlyList<Kind> All = [Config, Objects];
}
