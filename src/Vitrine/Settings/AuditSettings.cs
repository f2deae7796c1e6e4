namespace Vitrine.Settings;

/// <summary>Settings of the audit trail that every role can tell a ledger.</summary>
internal static class AuditSettings
{
    private const long LeastOutboxBytes = 1024 * 1024;

    public static readonly Setting<Uri?> Url = new(ValueKinds.UrlOrNone, _ => null)
    {
        Key = "audit-url",
        Description = "Ledger that is told who did what; none keeps no audit trail",
        DefaultText = "none, under up the ledger; a ledger tells itself",
    };

    public static readonly Setting<long> OutboxSize = new(ValueKinds.SizeOfAtLeast(LeastOutboxBytes), 256 * 1024 * 1024)
    {
        Key = "audit-outbox-size",
        Description = "How much of a role's audit trail may wait on disk for the ledger, in audit/ROLE of the data directory",
    };

    public static readonly Setting<string> KeyFile = new(ValueKinds.Path, "") { Key = "audit-key-file", Description = "File with the API key that the ledger wants", DefaultText = "none, under up the ledger's; a ledger has its own" };

    /// <summary>All of them, in the order of the help.</summary>
    public static IReadOnlyList<Setting> All { get; } = [Url, OutboxSize, KeyFile];
}
