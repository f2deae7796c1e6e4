using Vitrine.Settings;

namespace Vitrine.Roles;

/// <summary>Connects every role of <c>vitrine up</c> to its ledger, which therefore starts before them.</summary>
internal static class AuditWiring
{
    /// <summary>The role that takes audit entries.</summary>
    public const string Ledger = "ledger";

    /// <summary>The arguments that do it; none for the ledger itself, without one, and where the user chose another.</summary>
    /// <param name="settings">The role's settings.</param>
    /// <param name="others">The plans of the roles before it, by name.</param>
    public static IEnumerable<string> WordsFor(ResolvedSettings settings, IReadOnlyDictionary<string, RolePlan> others)
    {
        if (settings.IsSet(AuditSettings.Url) || !others.TryGetValue(Ledger, out var ledger)) yield break;
        yield return $"{AuditSettings.Url.Flag}={AddressOf(ledger)}";
        if (!settings.IsSet(AuditSettings.KeyFile) && ledger.ApiKeyFile is { } keys) yield return $"{AuditSettings.KeyFile.Flag}={keys}";
    }

    /// <summary>The root of a ledger's API.</summary>
    public static string AddressOf(RolePlan ledger) => new Uri(ledger.ReadyUrl).GetLeftPart(UriPartial.Authority);
}
