namespace Vitrine.Roles;

/// <summary>What a role will do with its settings, known before it starts: the supervisor checks the ports and prints the links.</summary>
/// <param name="Listeners">Every port it opens.</param>
/// <param name="ReadyUrl">Answers 2xx once the role takes requests.</param>
/// <param name="DebugUrl">The root of its <c>/debug/*</c>.</param>
/// <param name="Links">What people open first.</param>
internal sealed record RolePlan(IReadOnlyList<RoleListener> Listeners, string ReadyUrl, string DebugUrl, IReadOnlyList<RoleLink> Links)
{
    /// <summary>The pack that shapes its signals.</summary>
    public required string Pack { get; init; }

    /// <summary>A page for people, or null: what somebody opens first.</summary>
    public string? PageUrl { get; init; }

    /// <summary>The root of the OpenAI API that it answers, or null.</summary>
    public string? ChatUrl { get; init; }

    /// <summary>The file of the keys that its listeners want, or null when anybody may call.</summary>
    public string? ApiKeyFile { get; init; }

    /// <summary>A model that its chats may ask for, as far as its settings say, or null.</summary>
    public string? Model { get; init; }
}
