using System.CommandLine;
using Spectre.Console;
using Vitrine.Doctor;
using Vitrine.Roles;
using Vitrine.Settings;
using Vitrine.Supervision;
using Vitrine.Terminal;

namespace Vitrine.Commands;

/// <summary><c>vitrine doctor</c>: looks at everything that vitrine needs and says what to do about what is wrong.</summary>
internal static class DoctorCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var command = new Command("doctor", "Check the machine, the settings and what runs; say what to do").WithExamples("doctor", "doctor --model ./llama.gguf --port-offset 10000");
        var options = new SettingOptions(command, SettingsTable.Up);
        command.Does(surroundings, async (parsed, cancellation) =>
        {
            var findings = await ExamineAsync(options, parsed, surroundings, cancellation);
            Print(findings, surroundings.ForOutput());
            return findings.Any(finding => finding.Health == Health.Broken) ? ExitCode.Failed : ExitCode.Ok;
        });
        return command;
    }

    private static async Task<IReadOnlyList<Finding>> ExamineAsync(SettingOptions options, ParseResult parsed, Surroundings surroundings, CancellationToken cancellation)
    {
        var findings = new List<Finding>(MachineChecks.Machine());
        var dataFolder = options.Resolve(parsed, surroundings).Get(SharedSettings.DataFolder);
        findings.Add(MachineChecks.DataFolder(dataFolder));

        var roles = UpCommand.Prepare(options, parsed, surroundings);
        if (RunningInstance.Find(dataFolder) is { } instance) findings.AddRange(await RoleChecks.RunningAsync(instance, cancellation));
        else findings.AddRange(RoleChecks.Ports([.. roles.Select(role => (role.Role, role.Plan))]));

        var model = SettingsOf<ModelRole>();
        findings.Add(MachineChecks.Model(model.Get(ModelSettings.File)));
        findings.Add(MachineChecks.Console());
        findings.AddRange(await RoleChecks.CollectorsAsync(model, SettingsOf<WebRole>(), SettingsOf<LedgerRole>(), cancellation));
        findings.AddRange(MachineChecks.Tools(surroundings));
        return findings;

        ResolvedSettings SettingsOf<TRole>() => roles.Single(role => role.Role is TRole).Settings;
    }

    private static void Print(IReadOnlyList<Finding> findings, IAnsiConsole screen)
    {
        foreach (var finding in findings)
        {
            var (sign, colour) = finding.Health switch
            {
                Health.Well => ("ok     ", "green"),
                Health.Lacking => ("lacking", "yellow"),
                _ => ("broken ", "red"),
            };
            screen.Markup($"[{colour}]{sign}[/] ");
            screen.WriteLine($"{finding.What,-15} {finding.Detail}");
            if (finding.Remedy.Length > 0) screen.MarkupLineInterpolated($"{new string(' ', 24)}[dim]{finding.Remedy}[/]");
        }
    }
}
