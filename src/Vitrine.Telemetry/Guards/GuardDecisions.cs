using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Telemetry.Guards;

/// <summary>Tells a request's scope what a guard decided about it: the one way, whatever the guard.</summary>
public static class GuardDecisions
{
    /// <summary>The guard let the request pass.</summary>
    /// <param name="http">The request's <c>http</c> scope, or one below it.</param>
    /// <param name="guard">The guard's name, as <see cref="GuardFacts.Guard"/> lists them.</param>
    public static void Admit(this Operation http, string guard) =>
        http.Point(GuardKinds.Decision).Set(GuardFacts.Guard, guard).Set(GuardFacts.Decision, "allowed").Emit();

    /// <summary>The guard refused the request.</summary>
    /// <param name="http">As above.</param>
    /// <param name="guard">As above.</param>
    /// <param name="limit">The limit that was reached, in its document's words; null when it is none.</param>
    /// <param name="peer">The peer's address, where it matters who it was; null elsewhere.</param>
    public static void Refuse(this Operation http, string guard, string? limit = null, string? peer = null) =>
        http.Point(GuardKinds.Decision).Set(GuardFacts.Guard, guard).Set(GuardFacts.Decision, "refused").Set(GuardFacts.Limit, limit).Set(GuardFacts.PeerAddress, peer).Emit();
}
