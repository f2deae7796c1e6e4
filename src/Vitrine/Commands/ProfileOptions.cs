using System.CommandLine;

namespace Vitrine.Commands;

/// <summary>The options of <c>vitrine profile</c>.</summary>
internal sealed class ProfileOptions
{
    private const int LongestSeconds = 3600;

    public ProfileOptions() => Seconds.Validators.Add(result =>
    {
        if (result.Errors.Any()) return;
        if (result.GetValueOrDefault<int?>() is < 1 or > LongestSeconds) result.AddError($"--seconds must be a whole number from 1 to {LongestSeconds}.");
    });

    public Option<int?> Seconds { get; } = new("--seconds") { Description = "How long to measure [default: 30; heap and threads are of the moment]", HelpName = "N" };

    public Option<int> Top { get; } = new("--top") { Description = "How many functions the table has", HelpName = "N", DefaultValueFactory = _ => 20 };

    public Option<string?> Flame { get; } = new("--flame") { Description = "Write a flame graph: one SVG file to open in a browser", HelpName = "FILE" };

    public Option<string?> Output { get; } = new("--output", "-o") { Description = "Keep the profile, for go tool pprof", HelpName = "FILE" };

    public Option<string?> SampleIndex { get; } = new("--sample-index") { Description = "Which of the profile's values, such as alloc_objects [default: as the profile says]", HelpName = "NAME" };

    public Option<string?> Focus { get; } = new("--focus") { Description = "Only stacks with a function that matches", HelpName = "PATTERN" };

    public Option<string?> Label { get; } = new("--label") { Description = "Only stacks with a label, such as model=vitrine-tiny or route=/v1/chat/completions", HelpName = "NAME=VALUE" };

    public Option<bool> Gc { get; } = new("--gc") { Description = "heap: collect first and count what is alive, by type; threads: suspended async methods too; pauses the process" };

    public Option<string?> Keys { get; } = new("--api-key-file") { Description = "The file of a key that the service wants", HelpName = "FILE" };

    public DataFolderOption Data { get; } = new();

    /// <summary>Gives a command all of them.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[Seconds, Top, Flame, Output, SampleIndex, Focus, Label, Gc, Keys, Data]) command.Options.Add(option);
    }
}
