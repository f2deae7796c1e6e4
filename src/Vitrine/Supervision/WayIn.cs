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
        if (roles.Select(role => role.Plan.PageUrl).FirstOrDefault(page => page is not null) is { } page)
        {
            screen.MarkupLine("\n[bold]Open the console:[/]");
            surroundings.Error.WriteLine($"  {page}");
        }

        if (ChatLine([.. roles.Select(role => role.Plan)]) is { } line)
        {
            // Written past Spectre: a line to copy must never be wrapped.
            screen.MarkupLine("\n[bold]Ask it something:[/]");
            surroundings.Error.WriteLine($"  {line}");
        }

        screen.MarkupLine("\n[bold]Then see what happened:[/]\n  vitrine explain last\n\n[dim]Ctrl-C stops everything.[/]\n");
    }

    /// <summary>A streamed chat by curl, or the list of models where no model is known yet. Roles start in the order of need, so the last one that answers chats stands in front of the others.</summary>
    internal static string? ChatLine(IReadOnlyList<RolePlan> plans)
    {
        var front = plans.LastOrDefault(plan => plan.ChatUrl is not null)?.ChatUrl;
        var model = plans.FirstOrDefault(plan => plan.Model is not null)?.Model;
        if (front is null) return null;
        if (model is null) return $"curl {front}/v1/models";
        return $$"""curl -N {{front}}/v1/chat/completions -H 'Content-Type: application/json' -d '{"model":"{{model}}","stream":true,"messages":[{"role":"user","content":"What does p99 latency tell me?"}]}'""";
    }
}
