using System.CommandLine;
using Vitrine.Explain;
using Vitrine.Supervision;
using Vitrine.Terminal;

namespace Vitrine.Commands;

/// <summary><c>vitrine explain ID|last</c>: one request, unfolded over all roles.</summary>
internal static class ExplainCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static Command Create(Surroundings surroundings)
    {
        var id = new Argument<string>("id") { Description = "A trace id, a request id, or last: the newest finished inference", DefaultValueFactory = _ => OperationsClient.Last };
        var url = new Option<string?>("--url") { Description = "A role's debug address, instead of the running vitrine up", HelpName = "URL" };
        var keys = new Option<string?>("--api-key-file") { Description = "With --url: the file of a key that the role wants", HelpName = "FILE" };
        var data = new DataFolderOption();
        var command = new Command("explain", "Unfold one request: what it waited for, what it did, what it moved") { id, url, keys, data };
        command.WithExamples("explain last", "explain 4bf92f3577b34da6a3ce929d0e0e4736", "explain last --url http://localhost:8090");
        command.Does(surroundings, async (parsed, cancellation) =>
        {
            var roots = parsed.GetValue(url) is { } address ? [DebugAddress.Of(address, parsed.GetValue(keys) is { } file ? Path.GetFullPath(file, surroundings.WorkingFolder) : null)] : RolesOf(data.Resolve(parsed, surroundings));
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            patience.CancelAfter(Patience);
            using var http = LocalHttp.Create();
            var found = await new OperationsClient(http, roots).FindAsync(parsed.GetRequiredValue(id), patience.Token);
            if (found.Count == 0) throw new CommandFailure(NothingFound(parsed.GetRequiredValue(id)));
            ExplainView.Render(surroundings.ForOutput(), found);
            return ExitCode.Ok;
        });
        return command;
    }

    private static IReadOnlyList<DebugAddress> RolesOf(string dataFolder)
    {
        var instance = RunningInstance.Find(dataFolder)
            ?? throw new CommandFailure($"No vitrine up runs with the data directory {dataFolder}. Start one, name its --data-dir, or give a debug address with --url.");
        return [.. instance.Roles.Select(role => DebugAddress.Of(role.DebugUrl, role.ApiKeyFile))];
    }

    private static string NothingFound(string id) => id == OperationsClient.Last
        ? "No inference has finished yet. Ask something first; vitrine up prints a line to copy."
        : $"No role remembers the request '{id}': each keeps the newest 1,000.";
}
