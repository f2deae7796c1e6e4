namespace Vitrine.Forecast.Requests;

/// <summary>Everything that is wrong with a body, so that its author learns it at once; a flood is cut.</summary>
internal sealed class ValidationIssues
{
    /// <summary>Issues that are kept.</summary>
    public const int Most = 100;

    private readonly List<ValidationIssue> _issues = [];

    /// <summary>Whether nothing is wrong so far.</summary>
    public bool IsEmpty => _issues.Count == 0;

    /// <summary>Whether nothing more is kept.</summary>
    public bool IsFull => _issues.Count >= Most;

    /// <summary>The first <see cref="Most"/> of them.</summary>
    public IReadOnlyList<ValidationIssue> All => _issues;

    /// <summary>Whether something at this place was found already: what has the wrong type is not missing besides.</summary>
    public bool Mentions(IReadOnlyList<object> location) => _issues.Exists(issue => issue.Location.SequenceEqual(location));

    /// <summary>Adds one.</summary>
    public void Add(ValidationIssue issue)
    {
        if (!IsFull) _issues.Add(issue);
    }
}
