namespace Vitrine.Scenarios;

/// <summary>What a scenario is given.</summary>
/// <param name="Http">A client without a time limit.</param>
/// <param name="Api">The root of the service's API.</param>
internal sealed record ScenarioContext(HttpClient Http, Uri Api);
