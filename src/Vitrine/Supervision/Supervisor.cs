namespace Vitrine.Supervision;

/// <summary>Keeps all roles running and stops them in order: who asks stops before who answers.</summary>
internal sealed class Supervisor(IReadOnlyList<RoleSupervisor> roles, TimeProvider clock)
{
    /// <summary>The time in which everything stops, kills included. People were promised 5 s.</summary>
    public static readonly TimeSpan StopTime = TimeSpan.FromSeconds(4.5);

    private readonly Dictionary<RoleSupervisor, Task<bool>> _running = [];

    /// <summary>Runs until <paramref name="stop"/>, or until every role was given up.</summary>
    /// <returns>Whether the end was wanted.</returns>
    public async Task<bool> RunAsync(CancellationToken stop)
    {
        foreach (var role in roles) _running[role] = role.RunAsync();
        var needed = Task.WhenAll(roles.Where(role => !role.Launch.IsCompanion).Select(role => _running[role]));
        await Task.WhenAny(needed, Task.Delay(Timeout.Infinite, stop));
        var isWanted = stop.IsCancellationRequested;
        await StopAsync();
        await Task.WhenAll(_running.Values);
        return isWanted;
    }

    /// <summary>Ends everything at once.</summary>
    public void Kill()
    {
        foreach (var role in roles) role.Kill();
    }

    // A stage that takes its time must leave some to those after it.
    private async Task StopAsync()
    {
        var started = clock.GetTimestamp();
        var stages = roles.GroupBy(role => role.Launch.StopStage).OrderBy(stage => stage.Key).ToArray();
        for (var i = 0; i < stages.Length; i++)
        {
            var share = (StopTime - clock.GetElapsedTime(started)) / (stages.Length - i);
            await StopStageAsync([.. stages[i]], share > TimeSpan.Zero ? share : TimeSpan.Zero);
        }
    }

    private async Task StopStageAsync(IReadOnlyList<RoleSupervisor> stage, TimeSpan time)
    {
        foreach (var role in stage) role.AskToStop();
        var ended = Task.WhenAll(stage.Select(role => _running[role]));
        await Task.WhenAny(ended, Task.Delay(time, clock));
        if (ended.IsCompleted) return;
        foreach (var role in stage.Where(role => !_running[role].IsCompleted)) role.Kill();
    }
}
