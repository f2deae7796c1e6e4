namespace Vitrine.Scenarios.Coverage;

/// <summary>Checks the coverage of a scenario that has just ended, and again for a while: the last lines and scopes come after the last answer.</summary>
internal static class CoverageRun
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    /// <summary>Every signal of the scenario's pack, as soon as none is still, at the latest when the patience ends.</summary>
    /// <exception cref="ScenarioException">The role does not show the pack.</exception>
    public static async Task<IReadOnlyList<SignalCoverage>> RunAsync(IScenario scenario, EvidenceReader reader, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(LookEvery);
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var coverage = CoverageCheck.Of(await reader.ReadAsync(scenario.Pack, cancellation), scenario.NotProvoked);
            if (coverage.All(signal => signal.State != SignalState.Still) || TimeProvider.System.GetElapsedTime(started) > Patience) return coverage;
            await timer.WaitForNextTickAsync(cancellation);
        }
    }
}
