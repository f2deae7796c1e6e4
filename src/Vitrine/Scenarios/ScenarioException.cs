namespace Vitrine.Scenarios;

/// <summary>A service answered otherwise than its document says.</summary>
internal sealed class ScenarioException(string message) : Exception(message);
