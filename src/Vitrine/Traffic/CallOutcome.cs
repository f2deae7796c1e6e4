namespace Vitrine.Traffic;

/// <summary>What became of a request, as its caller sees it.</summary>
internal enum CallOutcome
{
    /// <summary>The whole answer came.</summary>
    Answered,

    /// <summary>It was wrong on purpose, and was told so with a 4xx.</summary>
    Refused,

    /// <summary>The caller left on purpose.</summary>
    Left,

    /// <summary>The service protected itself: 429, or 503 with <c>Retry-After</c>.</summary>
    Shed,

    /// <summary>Anything else: an error, half an answer, none at all, or an answer where a refusal was due.</summary>
    Failed,

    /// <summary>The run was ended before the answer.</summary>
    Unfinished,
}
