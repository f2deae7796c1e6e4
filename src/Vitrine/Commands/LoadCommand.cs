using System.CommandLine;
using Vitrine.Scenarios;
using Vitrine.Terminal;

namespace Vitrine.Commands;

/// <summary><c>vitrine load</c>: sends traffic of a shape to a service and measures the answers, or drives it through everything that a pack measures.</summary>
internal static class LoadCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var command = new Command("load", "Send traffic to a running service and measure its answers, or drive every signal of a pack");
        var traffic = new TrafficOptions(command);
        var scenario = new Option<string?>("--scenario", "-s") { Description = "Instead of traffic: every step that a pack's signals need, once, and a check that they moved", HelpName = "PACK" };
        scenario.AcceptOnlyFromAmong([.. ScenarioCatalog.All.Select(each => each.Pack)]);
        var url = new Option<string?>("--url") { Description = "The service's API, instead of the running vitrine up", HelpName = "URL" };
        var debug = new Option<string?>("--debug-url") { Description = "With --scenario and --url: the service's debug address, needed to check that every signal moved", HelpName = "URL" };
        var keys = new Option<string?>("--api-key-file") { Description = "With --shape: the callers' API keys, one a line, each with a name before it if wanted", HelpName = "FILE" };
        var json = new Option<bool>("--json") { Description = "With --shape: the summary as JSON" };
        var supervised = new Option<bool>(ServeCommand.SupervisedFlag) { Hidden = true };
        var data = new DataFolderOption();
        foreach (var option in (Option[])[scenario, url, debug, keys, json, supervised, data]) command.Options.Add(option);
        command.WithExamples(
            "load --shape steady",
            "load --shape burst --rate 20 --duration 2m",
            "load --shape long-prompts --concurrency 4 --prompt-words 600",
            "load --shape mixed --faults --url http://localhost:8000 --model llama-3 --json",
            "load --scenario kronk",
            "load --scenario kthena --url http://localhost:8080 --debug-url http://localhost:15000");
        command.Does(surroundings, (parsed, _) =>
        {
            var folder = data.Resolve(parsed, surroundings);
            if (parsed.GetValue(scenario) is { } pack)
            {
                if (traffic.Given(parsed).Concat(Given(parsed, keys, json)).ToArray() is { Length: > 0 } flags)
                    throw new CommandFailure($"--scenario sends its own steps: leave it out, or leave out {string.Join(", ", flags)}.", ExitCode.Usage);
                var driven = ScenarioCatalog.Find(pack)!;
                var target = parsed.GetValue(url) is { } api ? LoadTarget.Given(api, parsed.GetValue(debug)) : LoadTarget.OfInstance(folder, driven.Role);
                return ScenarioLoad.RunAsync(driven, target, surroundings);
            }

            if (!traffic.IsAsked(parsed)) throw new CommandFailure("Say what to send: --shape steady for traffic, or --scenario kronk for every signal of a pack.", ExitCode.Usage);
            if (Given(parsed, debug).Any()) throw new CommandFailure($"{debug.Name} is for --scenario: traffic is measured at the API.", ExitCode.Usage);
            var load = new TrafficLoad(traffic.PlanOf(parsed), surroundings)
            {
                IsJson = parsed.GetValue(json),
                IsSupervised = parsed.GetValue(supervised),
                ApiKeys = parsed.GetValue(keys) is { } file ? TrafficLoad.KeysOf(Path.GetFullPath(file, surroundings.WorkingFolder)) : [],
            };
            return load.RunAsync(parsed.GetValue(url) is { } given ? LoadTarget.Given(given, null) : LoadTarget.OfInstance(folder, "gateway"));
        });
        return command;
    }

    /// <summary>The names of the options that the command line gives.</summary>
    internal static IEnumerable<string> Given(ParseResult parsed, params IReadOnlyList<Option> options) =>
        options.Where(option => parsed.GetResult(option) is { Implicit: false }).Select(option => option.Name);
}
