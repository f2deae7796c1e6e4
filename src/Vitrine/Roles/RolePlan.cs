namespace Vitrine.Roles;

/// <summary>What a role will do with its settings, known before it starts: the supervisor checks the ports and prints the links.</summary>
/// <param name="Listeners">Every port it opens.</param>
/// <param name="ReadyUrl">Answers 2xx once the role takes requests.</param>
/// <param name="DebugUrl">The root of its <c>/debug/*</c>.</param>
/// <param name="Links">What people open first.</param>
internal sealed record RolePlan(IReadOnlyList<RoleListener> Listeners, string ReadyUrl, string DebugUrl, IReadOnlyList<RoleLink> Links)
{
    /// <summary>A command line to copy that shows the role at work, or null.</summary>
    public string? TryIt { get; init; }
}
