using Vitrine.Commands;
using Vitrine.Telemetry.Logs;
using Vitrine.Terminal;

namespace Vitrine.Supervision;

/// <summary>One run of <c>vitrine up</c>, from taking the data directory to letting go of it.</summary>
/// <remarks>
/// 1. Take the data directory's lock. 2. Look at the ports. 3. Leave word for the other commands. 4. Run the roles until asked to stop. 5. Take the
/// word back.
/// </remarks>
internal sealed class UpSession(Surroundings surroundings, string dataFolder, IReadOnlyList<UpRole> roles, bool isDemo)
{
    /// <summary>Runs until Ctrl-C, SIGTERM, or until every role was given up.</summary>
    /// <exception cref="CommandFailure">It cannot start.</exception>
    public async Task<int> RunAsync()
    {
        // Step 1.
        using var held = TakeFolder();

        // Step 2.
        var problems = PortCheck.Problems([.. roles.Select(role => (role.Role, role.Plan))]);
        if (problems.Count > 0) throw new CommandFailure(string.Join(Environment.NewLine, problems), ExitCode.Usage);

        // Step 3.
        new RunningInstance(Environment.ProcessId, TimeProvider.System.GetUtcNow(), [.. roles.Select(role => role.ToRunning())]).Save(dataFolder);
        try
        {
            return await SuperviseAsync();
        }
        finally
        {
            // Step 5.
            RunningInstance.Forget(dataFolder);
        }
    }

    // Step 4.
    private async Task<int> SuperviseAsync()
    {
        var lines = new RoleLines(surroundings, [.. roles.Select(role => role.Role.Name), .. isDemo ? [DemoTraffic.Name] : (string[])[]]);
        var narrator = new UpNarrator(lines, roles.Select(role => role.Role.Name), () => WayIn.Print(surroundings, roles));
        using var http = LocalHttp.Create();
        var probe = new ReadinessProbe(http, TimeProvider.System);
        var children = roles.Select(role => (Launch: role.ToLaunch(), Output: OutputOf(role.Role.Name, role.LogKeys, lines))).ToList();
        if (isDemo) children.Add((DemoTraffic.ToLaunch(dataFolder, roles.Single(role => role.Role.Name == "gateway")), OutputOf(DemoTraffic.Name, new PrettyLineKeys(), lines)));
        try
        {
            var supervisor = new Supervisor([.. children.Select(child => new RoleSupervisor(child.Launch, child.Output, new RestartPolicy(), narrator, probe, TimeProvider.System))], TimeProvider.System);
            using var stop = StopSignals.OfTerminal();
            stop.Impatient = supervisor.Kill;
            var wanted = await supervisor.RunAsync(stop.Token);
            return wanted ? ExitCode.Ok : ExitCode.Failed;
        }
        finally
        {
            foreach (var (_, output) in children) await output.DisposeAsync();
        }
    }

    private RoleOutput OutputOf(string name, PrettyLineKeys keys, RoleLines lines) => new(RoleLogFiles.Of(dataFolder, name), line => lines.ShowLog(name, keys, line), line => lines.ShowError(name, line));

    private DataFolderLock TakeFolder()
    {
        try
        {
            if (DataFolderLock.TryTake(dataFolder) is { } taken) return taken;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure($"The data directory {dataFolder} cannot be used: {e.Message} Choose another with --data-dir.", ExitCode.Usage);
        }

        var holder = RunningInstance.Find(dataFolder) is { } other ? $"vitrine up (pid {other.ProcessId}, since {other.StartedAt:u})" : "another vitrine up";
        throw new CommandFailure($"{holder} holds the data directory {dataFolder}. Stop it, or start this one beside it: vitrine up --data-dir ./vitrine-data-2 --port-offset 10000", ExitCode.Usage);
    }
}
