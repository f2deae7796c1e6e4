namespace Vitrine.Queries;

/// <summary>A piece of a PromQL query.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its text; of a variable, its name.</param>
internal readonly record struct QueryToken(QueryTokenKind Kind, string Text)
{
    /// <summary>Whether this is the mark <paramref name="mark"/>.</summary>
    public bool Is(char mark) => Kind == QueryTokenKind.Mark && Text[0] == mark;
}
