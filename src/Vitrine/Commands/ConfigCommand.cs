using System.CommandLine;
using Spectre.Console;
using Vitrine.Roles;
using Vitrine.Settings;
using Vitrine.Terminal;

namespace Vitrine.Commands;

/// <summary><c>vitrine config</c>: the settings as they act, and who set each.</summary>
internal static class ConfigCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var command = new Command("config", "Show the effective settings of a role, and where each comes from").WithExamples("config", "config model --config ./prod.yaml", "config web --env-file ./backend.env");
        var role = new Argument<string>("role") { Description = "Role whose settings are shown", DefaultValueFactory = _ => "model" };
        role.AcceptOnlyFromAmong([.. RoleCatalog.All.Select(each => each.Name)]);
        var config = new Option<string?>("--config") { Description = "File of settings", HelpName = "FILE" };
        command.Arguments.Add(role);
        command.Options.Add(config);
        var envFile = new Option<string?>(WebSettings.EnvFile.Flag) { Description = "File of variables of the web role", HelpName = "FILE" };
        command.Options.Add(envFile);
        command.Does(surroundings, parsed =>
        {
            var resolver = new SettingsResolver(surroundings.Variables, surroundings.WorkingFolder, parsed.GetValue(config));
            var flags = parsed.GetValue(envFile) is { } file ? new Dictionary<Setting, string> { [WebSettings.EnvFile] = file } : [];
            Print(resolver.Resolve(SettingsTable.Of(parsed.GetRequiredValue(role), isUnderUp: false), flags), surroundings);
            return ExitCode.Ok;
        });
        return command;
    }

    private static void Print(ResolvedSettings settings, Surroundings surroundings)
    {
        var table = new Table().Border(TableBorder.None).AddColumns("Setting", "Value", "Source");
        foreach (var setting in settings.Effective)
        {
            var style = setting.Source == ResolvedSettings.DefaultSource ? "dim" : "default";
            table.AddRow(new Markup($"[{style}]{Markup.Escape(setting.Key)}[/]"), new Markup($"[{style}]{Markup.Escape(setting.Shown ?? "")}[/]"), new Markup($"[{style}]{Markup.Escape(setting.Source)}[/]"));
        }

        surroundings.ForOutput().Write(table);
    }
}
