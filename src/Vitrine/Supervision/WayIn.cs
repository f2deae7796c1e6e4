using Spectre.Console;
using Vitrine.Roles;
using Vitrine.Terminal;

namespace Vitrine.Supervision;

/// <summary>What <c>vitrine up</c> prints when all is ready: where everything is, a line to try, and what to do next. On standard error.</summary>
internal static class WayIn
{
    public static void Print(Surroundings surroundings, IReadOnlyList<UpRole> roles)
    {
        var screen = surroundings.ForError();
        var table = new Table().Border(TableBorder.Rounded).BorderColor(Color.Grey);
        table.AddColumn("Role").AddColumn("What").AddColumn("Where");
        foreach (var role in roles)
        {
            foreach (var link in role.Plan.Links) table.AddRow(new Text(role.Role.Name), new Text(link.Title), new Text(link.Url, new Style(Color.Blue)));
        }

        screen.WriteLine();
        screen.Write(table);
        foreach (var line in roles.Select(role => role.Plan.TryIt).OfType<string>())
        {
            // Written past Spectre: a line to copy must never be wrapped.
            screen.MarkupLine("\n[bold]Ask it something:[/]");
            surroundings.Error.WriteLine($"  {line}");
        }

        screen.MarkupLine("\n[bold]Then see what happened:[/]\n  vitrine explain last\n\n[dim]Ctrl-C stops everything.[/]\n");
    }
}
