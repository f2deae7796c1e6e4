using System.CommandLine;
using Vitrine.Commands;

namespace Vitrine.Tests.Commands;

public sealed class CommandLineTests : IDisposable
{
    private readonly TestSurroundings _surroundings = new();

    public void Dispose() => _surroundings.Dispose();

    [Fact]
    public async Task Version_Asked_IsOneLine()
    {
        (await _surroundings.RunAsync("--version")).ShouldBe(ExitCode.Ok);
        _surroundings.Output.ShouldStartWith("vitrine 0.1.0");
    }

    [Fact]
    public async Task Typo_InCommand_SuggestsAndExitsWithUsage()
    {
        (await _surroundings.RunAsync("expalin", "last")).ShouldBe(ExitCode.Usage);
        (_surroundings.Output + _surroundings.Error).ShouldContain("explain");
    }

    [Fact]
    public async Task Typo_InFlag_SuggestsAndExitsWithUsage()
    {
        (await _surroundings.RunAsync("up", "--port-ofset", "3")).ShouldBe(ExitCode.Usage);
        (_surroundings.Output + _surroundings.Error).ShouldContain("--port-offset");
    }

    [Fact]
    public async Task BadFlagValues_AreAllReported()
    {
        (await _surroundings.RunAsync("serve", "model", "--tempo-probability", "3", "--port-offset=x")).ShouldBe(ExitCode.Usage);
        _surroundings.Error.ShouldContain("flag --tempo-probability");
        _surroundings.Error.ShouldContain("flag --port-offset");
    }

    [Fact]
    public async Task Help_OfEveryCommand_HasADescriptionAndExamples()
    {
        foreach (var command in All(VitrineCommandLine.Create(_surroundings.Value)))
        {
            command.Description.ShouldNotBeNullOrWhiteSpace(command.Name);
            CommandExamples.Of(command).ShouldNotBeEmpty(command.Name);
        }

        (await _surroundings.RunAsync("up", "--help")).ShouldBe(ExitCode.Ok);
        _surroundings.Output.ShouldContain("vitrine up --model ./llama.gguf");
    }

    [Fact]
    public void Examples_OfEveryCommand_AreUnderstood()
    {
        var root = VitrineCommandLine.Create(_surroundings.Value);
        foreach (var example in All(root).SelectMany(CommandExamples.Of).Distinct(StringComparer.Ordinal))
            root.Parse(example).Errors.ShouldBeEmpty(example);
    }

    [Fact]
    public async Task Config_SettingInFile_ShowsValueAndSource()
    {
        _surroundings.Write("vitrine.yaml", "model:\n  threads: 3\n");

        (await _surroundings.RunAsync("config")).ShouldBe(ExitCode.Ok);

        _surroundings.Output.Split('\n').ShouldContain(line => line.StartsWith("model.threads ") && line.Contains(" 3 ") && line.Contains("vitrine.yaml:2"));
    }

    [Fact]
    public async Task Explain_NothingRuns_SaysWhatToDo()
    {
        (await _surroundings.RunAsync("explain", "last")).ShouldBe(ExitCode.Failed);
        _surroundings.Error.ShouldContain("No vitrine up runs");
        _surroundings.Error.ShouldNotContain("\u001b");
    }

    private static IEnumerable<Command> All(Command command) => command.Subcommands.SelectMany(All).Prepend(command);
}
