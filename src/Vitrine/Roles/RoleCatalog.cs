namespace Vitrine.Roles;

/// <summary>The roles that exist, in the order of their start: who is needed comes first.</summary>
internal static class RoleCatalog
{
    public static IReadOnlyList<IRole> All { get; } = [new LedgerRole(), new ModelRole(), new GatewayRole(), new ForecastRole(), new WebRole()];

    /// <summary>The role of a name, or null.</summary>
    public static IRole? Find(string name) => All.FirstOrDefault(role => role.Name == name);
}
