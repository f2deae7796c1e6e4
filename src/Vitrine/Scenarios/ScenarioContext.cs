namespace Vitrine.Scenarios;

/// <summary>What a scenario is given.</summary>
/// <param name="Http">A client without a time limit.</param>
/// <param name="Api">The root of the service's API.</param>
/// <param name="Debug">The root of its <c>/debug/*</c>, without a slash at the end, or null when nobody named it.</param>
internal sealed record ScenarioContext(HttpClient Http, Uri Api, string? Debug = null);
