namespace Vitrine.Scenarios.Coverage;

/// <summary>Checks the coverage of a scenario that has just ended, and again for a while: the last lines and scopes come after the last answer.</summary>
internal static class CoverageRun
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    /// <summary>What a scenario did not try with this service, each with the reason: what it never tries, and what its skipped steps would have.</summary>
    public static IReadOnlyDictionary<string, string> NotProvoked(IScenario scenario, IReadOnlyList<StepResult> results)
    {
        var all = new Dictionary<string, string>(scenario.NotProvoked, StringComparer.Ordinal);
        foreach (var result in results.Where(result => result.Skipped is not null))
        {
            foreach (var signal in result.Step.Signals) all[signal] = result.Skipped!;
        }

        return all;
    }

    /// <summary>Every signal of the pack, as soon as none is still, at the latest when the patience ends.</summary>
    /// <exception cref="ScenarioException">The role does not show the pack.</exception>
    public static async Task<IReadOnlyList<SignalCoverage>> RunAsync(string pack, IReadOnlyDictionary<string, string> notProvoked, EvidenceReader reader, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(LookEvery);
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var coverage = CoverageCheck.Of(await reader.ReadAsync(pack, cancellation), notProvoked);
            if (coverage.All(signal => signal.State != SignalState.Still) || TimeProvider.System.GetElapsedTime(started) > Patience) return coverage;
            await timer.WaitForNextTickAsync(cancellation);
        }
    }
}
