using Vitrine.Commands;
using Vitrine.Terminal;

namespace Vitrine.Supervision;

/// <summary>One run of <c>vitrine up</c>, from taking the data directory to letting go of it.</summary>
/// <remarks>
/// 1. Take the data directory's lock. 2. Look at the ports. 3. Leave word for the other commands. 4. Run the roles until asked to stop. 5. Take the
/// word back.
/// </remarks>
internal sealed class UpSession(Surroundings surroundings, string dataFolder, IReadOnlyList<UpRole> roles)
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
        var lines = new RoleLines(surroundings, [.. roles.Select(role => role.Role.Name)]);
        var narrator = new UpNarrator(lines, roles.Select(role => role.Role.Name), () => WayIn.Print(surroundings, roles));
        using var http = LocalHttp.Create();
        var probe = new ReadinessProbe(http, TimeProvider.System);
        var outputs = roles.ToDictionary(role => role, role => OutputOf(role, lines));
        try
        {
            var supervisor = new Supervisor([.. roles.Select(role => new RoleSupervisor(role.ToLaunch(), outputs[role], new RestartPolicy(), narrator, probe, TimeProvider.System))], TimeProvider.System);
            using var stop = StopSignals.OfTerminal();
            stop.Impatient = supervisor.Kill;
            var wanted = await supervisor.RunAsync(stop.Token);
            return wanted ? ExitCode.Ok : ExitCode.Failed;
        }
        finally
        {
            foreach (var output in outputs.Values) await output.DisposeAsync();
        }
    }

    private RoleOutput OutputOf(UpRole role, RoleLines lines) => new(
        RoleLogFiles.Of(dataFolder, role.Role.Name),
        line => lines.ShowLog(role.Role.Name, role.LogKeys, line),
        line => lines.ShowError(role.Role.Name, line));

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
