namespace Vitrine.Gateway.Identity;

/// <summary>What became of a token.</summary>
/// <param name="Subject">Its <c>sub</c>, when it is good; it may be empty.</param>
/// <param name="Problem">What is wrong with it, when it is not.</param>
/// <param name="KeyIsUnknown">Whether newer keys might change that.</param>
internal readonly record struct TokenVerdict(string? Subject, string? Problem, bool KeyIsUnknown = false)
{
    /// <summary>A token that is not accepted.</summary>
    public static TokenVerdict Bad(string problem) => new(null, problem);
}
