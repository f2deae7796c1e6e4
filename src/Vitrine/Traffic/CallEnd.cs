namespace Vitrine.Traffic;

/// <summary>How a call shall end.</summary>
internal enum CallEnd
{
    /// <summary>With an answer.</summary>
    Answer,

    /// <summary>With a 4xx: it is wrong on purpose.</summary>
    Refusal,

    /// <summary>With an answer, or with a 4xx from a service that does not offer this or cannot take so much.</summary>
    AnswerOrRefusal,

    /// <summary>The caller breaks off in the middle of its body.</summary>
    LeavesInBody,

    /// <summary>The caller leaves when its body is sent, before the answer.</summary>
    LeavesBeforeAnswer,

    /// <summary>The caller leaves when the answer has begun.</summary>
    LeavesInAnswer,
}
