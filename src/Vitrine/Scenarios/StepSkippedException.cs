namespace Vitrine.Scenarios;

/// <summary>A step needs what this service is not configured for; the message says what. Its signals then count as not provoked.</summary>
internal sealed class StepSkippedException(string message) : Exception(message);
