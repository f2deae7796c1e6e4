namespace Vitrine.Telemetry.Vocabulary;

/// <summary>What guards do: any role that refuses requests says it with these.</summary>
public static class GuardKinds
{
    /// <summary>Asking the guards: who calls, how often, how much, how many at once.</summary>
    public static readonly Kind Guard = Kind.Scope("guard", []);

    /// <summary>One guard decided about one request, inside its http scope.</summary>
    public static readonly Kind Decision = Kind.Point("guard_decision", GuardFacts.Guard, GuardFacts.Decision, GuardFacts.Limit, GuardFacts.PeerAddress);

    /// <summary>All kinds of guards.</summary>
    public static readonly IReadOnlyList<Kind> All = [Guard, Decision];
}
