using Vitrine.Ledger.Audit.Heads;
using Vitrine.Ledger.Audit.Table;
using Vitrine.Ledger.Projections;
using Vitrine.Telemetry.Hosting;

namespace Vitrine.Ledger.Audit.Requests;

/// <summary>What the audit trail consists of on a node.</summary>
internal static class AuditServices
{
    public static void AddAudit(this IServiceCollection services, LedgerOptions options)
    {
        services.AddSingleton<AuditTable>().AddSingleton<IProjectionTable>(static provider => provider.GetRequiredService<AuditTable>());
        services.AddSingleton(_ => Open(options.AuditKey ?? Path.Combine(options.Folder, "audit-key.pem")));
        services.AddSingleton<AuditRecorder>().AddSingleton<AuditEndpoints>();
    }

    private static AuditSigner Open(string key)
    {
        try
        {
            return AuditSigner.Open(key);
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
        {
            throw new ServerException($"The audit trail cannot be signed: {e.Message}", e);
        }
    }
}
