namespace Vitrine.Gateway.Objects;

/// <summary>The conditions of a rule. All that are given must hold.</summary>
/// <param name="Headers">Conditions on headers.</param>
/// <param name="Uri">The condition on the path, without query, or null.</param>
/// <param name="BodyModel">The exact <c>model</c> of the body, or null.</param>
internal sealed record ModelMatch(IReadOnlyList<HeaderMatch> Headers, StringMatch? Uri, string? BodyModel);
