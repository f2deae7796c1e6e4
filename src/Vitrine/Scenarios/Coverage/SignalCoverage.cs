namespace Vitrine.Scenarios.Coverage;

/// <summary>A signal of a pack after a scenario.</summary>
/// <param name="Name">A family, <c>line NAME</c> or <c>span KIND</c>, as the pack's report names it; or <c>panel TITLE</c>, <c>variable NAME</c> or <c>alert NAME</c>.</param>
/// <param name="State">What became of it.</param>
/// <param name="Reason">Why it did not move, as a phrase; empty when it did or when nobody knows.</param>
internal sealed record SignalCoverage(string Name, SignalState State, string Reason = "")
{
    /// <summary>Whether the scenario failed by it. Spans are told and do not fail: the ring that is asked for them forgets.</summary>
    public bool IsFailure => State == SignalState.Still && !Name.StartsWith(SignalNames.Span, StringComparison.Ordinal);
}
