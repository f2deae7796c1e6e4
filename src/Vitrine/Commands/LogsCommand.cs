using System.Buffers;
using System.CommandLine;
using System.Text;
using Vitrine.RoleLogs;
using Vitrine.Roles;
using Vitrine.Settings;
using Vitrine.Supervision;
using Vitrine.Telemetry.Hosting;
using Vitrine.Telemetry.Logs;
using Vitrine.Terminal;

namespace Vitrine.Commands;

/// <summary><c>vitrine logs ROLE</c>: the kept log of a role. On a pipe the lines come as they were written, on a terminal readable.</summary>
internal static class LogsCommand
{
    // The files have no way to tell of a new line; a fifth of a second feels immediate.
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);

    public static Command Create(Surroundings surroundings)
    {
        var role = new Argument<string>("role") { Description = "The role, or demo for the traffic of vitrine up --demo" };
        role.AcceptOnlyFromAmong([.. RoleCatalog.All.Select(each => each.Name), DemoTraffic.Name]);
        var follow = new Option<bool>("--follow", "-f") { Description = "Go on with what is written from now, across rotations and restarts" };
        var tail = new Option<int?>("--tail", "-n") { Description = "Only the last lines", HelpName = "N" };
        var since = new Option<string?>("--since") { Description = "Only lines that are younger, such as 10m or 2h", HelpName = "duration" };
        var all = new Option<bool>("--all") { Description = "Standard error too, after standard output" };
        var data = new DataFolderOption();
        var command = new Command("logs", "Show a role's kept log") { role, follow, tail, since, all, data };
        command.WithExamples("logs model --tail 20", "logs model -f", "logs model --since 10m --all");
        command.Does(surroundings, (parsed, cancellation) =>
        {
            var folder = data.Resolve(parsed, surroundings);
            var files = RoleLogFiles.Of(folder, parsed.GetRequiredValue(role));
            var logs = parsed.GetValue(all) ? [new KeptLog(files.Standard), new KeptLog(files.Error)] : (KeptLog[])[new KeptLog(files.Standard)];
            var keys = KeysOf(RoleCatalog.Find(parsed.GetRequiredValue(role)), folder, surroundings);
            return RunAsync(new LogQuery(logs, keys, parsed.GetValue(tail), AgeOf(parsed.GetValue(since)), parsed.GetValue(follow)), surroundings, cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(LogQuery query, Surroundings surroundings, CancellationToken cancellation)
    {
        if (!query.Follow && query.Logs.All(log => log.Files.Count == 0))
            throw new CommandFailure($"There is no log at {query.Logs[0].Path}. Logs are kept by vitrine up; name its data directory with --data-dir.");
        var followed = query.Logs.Select(log => new FollowedFile(log.Path)).ToArray();
        foreach (var file in followed) file.SkipToEnd();
        foreach (var line in query.Logs.SelectMany(log => query.Select(log, TimeProvider.System.GetUtcNow()))) Show(line, query.Keys, surroundings);
        if (!query.Follow) return ExitCode.Ok;

        using var stop = StopSignals.OfTerminal();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, stop.Token);
        using var timer = new PeriodicTimer(LookEvery);
        try
        {
            do
            {
                foreach (var line in followed.SelectMany(file => file.ReadNew())) Show(line, query.Keys, surroundings);
                await surroundings.Output.FlushAsync(either.Token);
            }
            while (await timer.WaitForNextTickAsync(either.Token));
        }
        catch (OperationCanceledException)
        {
            // Ctrl-C is how following ends.
        }

        foreach (var file in followed) file.Dispose();
        return ExitCode.Ok;
    }

    private static void Show(string line, PrettyLineKeys keys, Surroundings surroundings)
    {
        if (!surroundings.OutputIsTerminal)
        {
            surroundings.Output.WriteLine(line);
            return;
        }

        var buffer = new ArrayBufferWriter<byte>();
        new PrettyLine(keys, surroundings.OutputColours).Render(Encoding.UTF8.GetBytes(line), buffer);
        surroundings.Output.WriteLine(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    // A running instance knows what its flags chose; without one, the environment and the file tell as much as can be known.
    private static PrettyLineKeys KeysOf(IRole? role, string dataFolder, Surroundings surroundings)
    {
        if (role is null) return new PrettyLineKeys();
        if (RunningInstance.Find(dataFolder)?.Roles.FirstOrDefault(running => running.Name == role.Name)?.LogKeys is { } keys) return keys;
        var settings = new SettingsResolver(surroundings.Variables, surroundings.WorkingFolder, null).Resolve(SettingsTable.Of(role.Name, isUnderUp: true), new Dictionary<Setting, string>());
        return PrettyKeys.Of(role.LogPack(settings));
    }

    private static TimeSpan? AgeOf(string? since)
    {
        if (since is null) return null;
        return DurationText.TryParse(since, out var age) ? age : throw new CommandFailure($"--since must be {ValueKinds.Duration.Accepted}, not '{since}'.", ExitCode.Usage);
    }
}
