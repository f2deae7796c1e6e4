namespace Vitrine.Scenarios;

/// <summary>How a step went.</summary>
/// <param name="Step">The step.</param>
/// <param name="Problem">What went wrong, or null.</param>
/// <param name="Skipped">Why it was not done, or null.</param>
internal sealed record StepResult(ScenarioStep Step, string? Problem = null, string? Skipped = null);
