using Vitrine.Telemetry.Documents;

namespace Vitrine.Telemetry.Packs;

/// <summary>What a service makes of a pack.</summary>
/// <param name="Pack">The pack's name.</param>
/// <param name="Driven">Families, lines (<c>line NAME</c>) and spans (<c>span KIND</c>) that the service's kinds drive.</param>
/// <param name="Missing">Those that none of its kinds drives: reported, never shown.</param>
/// <param name="Undriven">Those that the pack itself says no service of this kind drives, with the reason.</param>
/// <param name="Unused">Kinds the service declares and the pack never looks at.</param>
/// <param name="Errors">What is wrong with the pack.</param>
public sealed record PackReport(
    string Pack,
    IReadOnlyList<string> Driven,
    IReadOnlyList<string> Missing,
    IReadOnlyDictionary<string, string> Undriven,
    IReadOnlyList<string> Unused,
    IReadOnlyList<DocumentError> Errors);
