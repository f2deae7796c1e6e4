namespace Vitrine.Queries;

/// <summary>What a <see cref="QueryToken"/> is.</summary>
internal enum QueryTokenKind
{
    /// <summary>A metric, a label, a function or a keyword.</summary>
    Name,

    /// <summary>A quoted text, without its quotes.</summary>
    Text,

    /// <summary>A number or a duration.</summary>
    Number,

    /// <summary>A variable of a dashboard: <c>$name</c>, <c>${name}</c> or <c>${name:format}</c>.</summary>
    Variable,

    /// <summary>A bracket, a comma or a character of an operator.</summary>
    Mark,
}
