namespace Vitrine.Scenarios;

/// <summary>One thing a scenario does.</summary>
/// <param name="Name">What it does, in a few words.</param>
/// <param name="RunAsync">
/// Does it; throws <see cref="ScenarioException"/> when the service answers otherwise than documented, and <see cref="StepSkippedException"/>
/// when the service is not configured for it.
/// </param>
internal sealed record ScenarioStep(string Name, Func<ScenarioContext, CancellationToken, Task> RunAsync)
{
    /// <summary>The signals that no other step provokes.</summary>
    public IReadOnlyList<string> Signals { get; init; } = [];
}
