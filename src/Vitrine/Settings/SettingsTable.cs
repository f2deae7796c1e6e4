namespace Vitrine.Settings;

/// <summary>Every setting there is. A new role adds its list to <see cref="Roles"/>.</summary>
internal static class SettingsTable
{
    /// <summary>The settings of each role's section.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<Setting>> Roles { get; } =
        new Dictionary<string, IReadOnlyList<Setting>>(StringComparer.Ordinal) { ["model"] = ModelSettings.All, ["gateway"] = GatewaySettings.All, ["forecast"] = ForecastSettings.All, ["ledger"] = LedgerSettings.All, ["web"] = WebSettings.All };

    /// <summary>What <c>vitrine up</c> can be told on its command line; the roles read the rest from the environment and the file.</summary>
    public static SettingsScope Up { get; } = new("", [.. SharedSettings.All, .. Roles.Values.SelectMany(settings => settings).Where(setting => setting.IsOnUp)]);

    /// <summary>What a role can be told.</summary>
    public static SettingsScope Of(string role, bool isUnderUp) => new(role, [.. Roles[role], .. SharedSettings.All]) { IsUnderUp = isUnderUp };

    /// <summary>Every <c>VITRINE_*</c> variable that means something.</summary>
    public static IReadOnlySet<string> Variables { get; } = AllVariables().Where(name => name.StartsWith("VITRINE_", StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal);

    private static IEnumerable<string> AllVariables()
    {
        foreach (var setting in SharedSettings.All.Concat(Roles.Values.SelectMany(settings => settings)))
        {
            foreach (var variable in setting.VariablesOf("")) yield return variable;
            foreach (var variable in Roles.Keys.SelectMany(setting.VariablesOf)) yield return variable;
        }
    }
}
