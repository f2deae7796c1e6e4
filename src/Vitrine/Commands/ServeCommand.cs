using System.CommandLine;
using Vitrine.Roles;
using Vitrine.Settings;
using Vitrine.Supervision;
using Vitrine.Terminal;

namespace Vitrine.Commands;

/// <summary><c>vitrine serve ROLE</c>: one role in this process.</summary>
internal static class ServeCommand
{
    /// <summary>The flag by which <c>vitrine up</c> says to its children that it watches over them.</summary>
    public const string SupervisedFlag = "--supervised";

    public static Command Create(Surroundings surroundings)
    {
        var command = new Command("serve", "Run one role in this process").WithExamples([.. RoleCatalog.All.SelectMany(role => role.Examples)]);
        foreach (var role in RoleCatalog.All) command.Subcommands.Add(CreateRole(role, surroundings));
        return command;
    }

    private static Command CreateRole(IRole role, Surroundings surroundings)
    {
        var command = new Command(role.Name, role.Summary).WithExamples(role.Examples);
        var options = new SettingOptions(command, SettingsTable.Of(role.Name, isUnderUp: false));
        var supervised = new Option<bool>(SupervisedFlag) { Hidden = true };
        command.Options.Add(supervised);
        command.Does(surroundings, async (parsed, _) =>
        {
            var isSupervised = parsed.GetValue(supervised);
            var settings = options.Resolve(parsed, surroundings, isSupervised);
            using var stop = isSupervised ? StopSignals.OfChild(Console.OpenStandardInput()) : StopSignals.OfTerminal();
            return await role.RunAsync(new RoleContext(settings, role.Plan(settings), surroundings), stop.Token);
        });
        return command;
    }
}
