namespace Vitrine.Web;

/// <summary>Checks the options and reports everything that is wrong with them at once.</summary>
public static class WebValidator
{
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(1);

    /// <summary>One sentence for each wrong option, naming it, its value and what is accepted; empty when all is well.</summary>
    public static IReadOnlyList<string> Validate(WebOptions options)
    {
        var errors = new List<string>();
        if (options.Api.Count == 0) errors.Add("The console has no address: give at least one.");
        if (options.DrainTimeout < TimeSpan.Zero || options.DrainTimeout > s_longest) errors.Add($"drain-timeout is {options.DrainTimeout.TotalSeconds} s; accepted is 0 to {s_longest.TotalSeconds} s.");
        errors.AddRange(options.Chat.Validate());
        foreach (var twice in options.Roles.CountBy(role => role.Name, StringComparer.Ordinal).Where(role => role.Value > 1)) errors.Add($"The role '{twice.Key}' is given {twice.Value} times; give it once.");
        return errors;
    }
}
