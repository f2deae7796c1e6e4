using Vitrine.Chaos.Plans;

namespace Vitrine.Chaos.Worlds;

/// <summary>A fault that happened.</summary>
/// <param name="Fault">What.</param>
/// <param name="State">What whom it hit was doing, in a word or two of the world's own.</param>
/// <param name="What">What exactly, for the events of a failure.</param>
internal sealed record Strike(FaultKind Fault, string State, string What);
