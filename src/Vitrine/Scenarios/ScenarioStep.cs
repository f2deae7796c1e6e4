namespace Vitrine.Scenarios;

/// <summary>One thing a scenario does.</summary>
/// <param name="Name">What it does, in a few words.</param>
/// <param name="RunAsync">Does it; throws <see cref="ScenarioException"/> when the service answers otherwise than documented.</param>
internal sealed record ScenarioStep(string Name, Func<ScenarioContext, CancellationToken, Task> RunAsync);
