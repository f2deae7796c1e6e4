using System.CommandLine;
using Vitrine.Roles;
using Vitrine.Settings;
using Vitrine.Supervision;
using Vitrine.Terminal;

namespace Vitrine.Commands;

/// <summary><c>vitrine up</c>: every role, each in a process of its own, watched over by this one.</summary>
internal static class UpCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var command = new Command("up", "Start every role, show where they are, keep them running until Ctrl-C")
            .WithExamples("up", "up --demo", "up --model ./llama.gguf", "up --port-offset 10000 --data-dir ./second");
        var options = new SettingOptions(command, SettingsTable.Up);
        var demo = new Option<bool>("--demo") { Description = "Keep gentle traffic running, a request every two seconds, so that no page is empty" };
        command.Options.Add(demo);
        command.Does(surroundings, async (parsed, _) =>
        {
            var settings = options.Resolve(parsed, surroundings);
            var roles = Prepare(options, parsed, surroundings);
            return await new UpSession(surroundings, settings.Get(SharedSettings.DataFolder), roles, parsed.GetValue(demo)).RunAsync();
        });
        return command;
    }

    /// <summary>Every role with its settings and the words that start it.</summary>
    public static IReadOnlyList<UpRole> Prepare(SettingOptions options, ParseResult parsed, Surroundings surroundings)
    {
        var roles = new List<UpRole>();
        var plans = new Dictionary<string, RolePlan>(StringComparer.Ordinal);
        foreach (var role in RoleCatalog.All)
        {
            var prepared = Prepare(role, plans, options, parsed, surroundings);
            plans.Add(role.Name, prepared.Plan);
            roles.Add(prepared);
        }

        return roles;
    }

    // The child resolves the same sources by the same rules, so it comes to the same ports, and its /debug/config names the true source of each value.
    private static UpRole Prepare(IRole role, IReadOnlyDictionary<string, RolePlan> others, SettingOptions options, ParseResult parsed, Surroundings surroundings)
    {
        var scope = SettingsTable.Of(role.Name, isUnderUp: true);
        var flags = options.FlagsOf(parsed).Where(flag => scope.Settings.Contains(flag.Key)).ToDictionary();
        var settings = options.ResolverOf(parsed, surroundings).Resolve(scope, flags);
        return new UpRole(role, settings, role.Plan(settings), ["serve", role.Name, ServeCommand.SupervisedFlag, .. options.ForwardTo(parsed, scope), .. role.WireTo(settings, others), .. AuditWiring.WordsFor(settings, others)]);
    }
}
