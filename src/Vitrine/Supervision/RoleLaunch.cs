namespace Vitrine.Supervision;

/// <summary>How a role is started as a child process.</summary>
internal sealed record RoleLaunch
{
    /// <summary>The role's name.</summary>
    public required string Role { get; init; }

    /// <summary>The program.</summary>
    public required string FileName { get; init; }

    /// <summary>Its arguments.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>Variables added to the inherited environment.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>Answers 2xx once the role is ready; null when it is ready as soon as it runs.</summary>
    public string? ReadyUrl { get; init; }

    /// <summary>When it stops: the lowest stage first.</summary>
    public int StopStage { get; init; }

    /// <summary>Whether it only accompanies the others, and stops when they have all given up.</summary>
    public bool IsCompanion { get; init; }
}
