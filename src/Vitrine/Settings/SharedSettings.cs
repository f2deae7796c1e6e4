namespace Vitrine.Settings;

/// <summary>The settings at the top of <c>vitrine.yaml</c>. Every role has them, and its section may override them.</summary>
internal static class SharedSettings
{
    public static readonly Setting<string> Host = new(ValueKinds.Text, "localhost") { Key = "host", Description = "Address that every listener without one of its own binds to" };

    public static readonly Setting<int> PortOffset = new(ValueKinds.Integer(0, 57_000), 0) { Key = "port-offset", Description = "Added to every port, so that two instances fit on one machine" };

    public static readonly Setting<string> DataFolder = new(ValueKinds.Path, settings => Path.Combine(settings.WorkingFolder, "vitrine-data"))
    {
        Key = "data-dir",
        AliasesOfRoles = ByRole(("ledger", ["KMB_DATA_DIR"])),
        Description = "Folder of everything that is kept: logs, state, stores",
        DefaultText = "./vitrine-data",
    };

    public static readonly Setting<IReadOnlyList<string>> Packs = new(ValueKinds.List, _ => [])
    {
        Key = "pack",
        Description = "Packs that shape the signals, the first by default",
        DefaultText = "the role's own pack",
    };

    public static readonly Setting<string> PackFolder = new(ValueKinds.Path, "") { Key = "packs", Description = "Folder of packs that add to the embedded ones or replace them" };

    public static readonly Setting<string> LogLevel = new(ValueKinds.LogFilter, "info") { Key = "log-level", AliasesOfRoles = ByRole(("web", ["LOG_LEVEL"]), ("forecast", ["KRONOS_LOG_LEVEL"]), ("ledger", ["RUST_LOG", "KMB_LOG_LEVEL"])), Description = "Least level that is logged, each target its own if wanted: warn,requests=info" };

    public static readonly Setting<string> LogOutput = new(ValueKinds.Text, "stdout") { Key = "log-output", Description = "stdout, stderr or a file, which is rotated" };

    public static readonly Setting<string> LogPretty = new(ValueKinds.Prettiness, "auto") { Key = "log-pretty", AliasesOfRoles = ByRole(("web", ["LOG_PRETTY"]), ("ledger", ["RUST_LOG_FORMAT"])), Description = "Lines for people instead of JSON; auto means on a terminal" };

    public static readonly Setting<string> ApiKeyFile = new(ValueKinds.Path, "") { Key = "api-key-file", Description = "File of accepted API keys, one a line, each with a name before it if wanted" };

    public static readonly Setting<string> TlsCertificate = new(ValueKinds.Path, "") { Key = "tls-cert", Description = "Certificate (PEM) of every listener" };

    public static readonly Setting<string> TlsKey = new(ValueKinds.Path, "") { Key = "tls-key", Description = "Private key (PEM) of the certificate" };

    /// <summary>All of them, in the order of the help.</summary>
    public static IReadOnlyList<Setting> All { get; } = [Host, PortOffset, DataFolder, Packs, PackFolder, LogLevel, LogOutput, LogPretty, ApiKeyFile, TlsCertificate, TlsKey, .. AuditSettings.All, .. ProfileSettings.All];

    private static Dictionary<string, IReadOnlyList<string>> ByRole(params ReadOnlySpan<(string Role, IReadOnlyList<string> Variables)> aliases)
    {
        var byRole = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var (role, variables) in aliases) byRole.Add(role, variables);
        return byRole;
    }
}
