using Vitrine.Roles;
using Vitrine.Settings;

namespace Vitrine.Tests.Deploy;

/// <summary>What a role would do when it is started as a deployment starts it.</summary>
internal static class RolePlans
{
    /// <summary>The plan of a <c>serve ROLE …</c> command line with <c>--flag value</c> and <c>--flag=value</c>.</summary>
    public static RolePlan Of(params string[] command)
    {
        command[0].ShouldBe("serve");
        var role = RoleCatalog.Find(command[1]).ShouldNotBeNull();
        var scope = SettingsTable.Of(role.Name, isUnderUp: false);
        var flags = new Dictionary<Setting, string>();
        for (var i = 2; i < command.Length; i++)
        {
            var (name, value) = command[i].Split('=', 2) is [var flag, var text] ? (flag, text) : (command[i], command[++i]);
            flags[scope.Settings.Single(setting => setting.Flag == name)] = value;
        }

        return role.Plan(new SettingsResolver(new Dictionary<string, string>(), Path.GetTempPath(), null).Resolve(scope, flags));
    }

    /// <summary>Whether a role hears a variable: its own, a document's, or OpenTelemetry's.</summary>
    public static bool Hears(string role, string variable) =>
        variable.StartsWith("OTEL_", StringComparison.Ordinal) || SettingsTable.Of(role, isUnderUp: false).Settings.Any(setting => setting.VariablesOf(role).Contains(variable));

    /// <summary>The ports it opens.</summary>
    public static int[] PortsOf(this RolePlan plan) => [.. plan.Listeners.Select(listener => listener.Address.Port)];
}
