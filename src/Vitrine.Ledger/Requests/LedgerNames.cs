using System.Buffers;
using System.Text;
using Vitrine.Ledger.Entries;

namespace Vitrine.Ledger.Requests;

/// <summary>What may name a tenant, a stream, an entity or a request.</summary>
internal static class LedgerNames
{
    /// <summary>The tenant of the audit trail, which only the audit API writes to.</summary>
    public const string AuditTenant = "audit";

    private static readonly SearchValues<char> s_name = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    /// <summary>Whether a text names a tenant or a stream: it stands in a path and in labels as it is.</summary>
    public static bool IsName(string text) => text.Length is >= 1 and <= EntryLimits.NameBytes && !text.AsSpan().ContainsAnyExcept(s_name);

    /// <summary>Whether a text is the key of an entity: any text without control characters.</summary>
    public static bool IsEntityKey(string text) => text.Length > 0 && Encoding.UTF8.GetByteCount(text) <= EntryLimits.KeyBytes && !text.Any(char.IsControl);

    /// <summary>Whether a text is an idempotency key: visible ASCII, as a header holds.</summary>
    public static bool IsCommandKey(string text) => text.Length is >= 1 and <= EntryLimits.KeyBytes && !text.AsSpan().ContainsAnyExceptInRange('!', '~');
}
