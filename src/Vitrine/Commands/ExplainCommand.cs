using System.CommandLine;
using Vitrine.Supervision;
using Vitrine.Terminal;

namespace Vitrine.Commands;

/// <summary><c>vitrine explain ID|last</c>: one request, unfolded over all roles.</summary>
internal static class ExplainCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static Command Create(Surroundings surroundings)
    {
        var id = new Argument<string>("id") { Description = "A trace id, a request id, or last: the newest finished inference", DefaultValueFactory = _ => "last" };
        var url = new Option<string?>("--url") { Description = "A role's debug address, instead of the running vitrine up", HelpName = "URL" };
        var data = new DataFolderOption();
        var command = new Command("explain", "Unfold one request: what it waited for, what it did, what it moved") { id, url, data };
        command.WithExamples("explain last", "explain 4bf92f3577b34da6a3ce929d0e0e4736", "explain last --url http://localhost:8090");
        command.Does(surroundings, async (parsed, cancellation) =>
        {
            var roots = parsed.GetValue(url) is { } address ? [address.TrimEnd('/')] : DebugUrls(data.Resolve(parsed, surroundings));
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            patience.CancelAfter(Patience);
            using var http = LocalHttp.Create();
            return await PrintAsync(http, roots, parsed.GetRequiredValue(id), surroundings, patience.Token);
        });
        return command;
    }

    private static IReadOnlyList<string> DebugUrls(string dataFolder)
    {
        var instance = RunningInstance.Find(dataFolder)
            ?? throw new CommandFailure($"No vitrine up runs with the data directory {dataFolder}. Start one, name its --data-dir, or give a debug address with --url.");
        return [.. instance.Roles.Select(role => role.DebugUrl)];
    }

    private static async Task<int> PrintAsync(HttpClient http, IReadOnlyList<string> roots, string id, Surroundings surroundings, CancellationToken cancellation)
    {
        var found = 0;
        foreach (var root in roots)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{root}/debug/operations?id={Uri.EscapeDataString(id)}");
            request.Headers.Accept.ParseAdd("application/json");
            try
            {
                using var answer = await http.SendAsync(request, cancellation);
                if (!answer.IsSuccessStatusCode) continue;
                await surroundings.Output.WriteLineAsync(await answer.Content.ReadAsStringAsync(cancellation));
                found++;
            }
            catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
            {
                throw new CommandFailure($"{root} does not answer: {(e is HttpRequestException ? e.Message : "no answer in time")}. See: vitrine doctor");
            }
        }

        if (found > 0) return ExitCode.Ok;
        throw new CommandFailure(id == "last" ? "No inference has finished yet. Ask something first; vitrine up prints a line to copy." : $"No role remembers the request '{id}': each keeps the newest 1,000.");
    }
}
