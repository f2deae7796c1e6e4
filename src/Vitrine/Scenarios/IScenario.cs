namespace Vitrine.Scenarios;

/// <summary>Drives a real service so that every family, line and span of a pack moves. Run by <c>vitrine load --scenario PACK</c> and by the tests.</summary>
internal interface IScenario
{
    /// <summary>The pack whose signals it provokes.</summary>
    string Pack { get; }

    /// <summary>The role it talks to.</summary>
    string Role { get; }

    /// <summary>Signals that the service drives and this scenario does not move, each with the reason: what only a fault or a stop provokes.</summary>
    IReadOnlyDictionary<string, string> NotProvoked { get; }

    /// <summary>Its steps, in order.</summary>
    IReadOnlyList<ScenarioStep> Steps { get; }
}
