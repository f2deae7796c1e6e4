namespace Vitrine.Web.Summary;

/// <summary>What the summary counts, since the process started.</summary>
internal struct SummaryFigures
{
    /// <summary>Chats, whatever became of them.</summary>
    public long Chats;

    /// <summary>Chats that failed; a page that left is no failure.</summary>
    public long Failed;

    /// <summary>How long all chats took.</summary>
    public TimeSpan Took;

    /// <summary>Tokens of prompts.</summary>
    public long InputTokens;

    /// <summary>Tokens generated.</summary>
    public long OutputTokens;

    /// <summary>Prompts whose evaluation was timed.</summary>
    public long Prompts;

    /// <summary>How long they took together.</summary>
    public TimeSpan PromptTime;

    /// <summary>Failed answers that pages reported.</summary>
    public long ReportedAnswers;

    /// <summary>Chats that pages could not send, as they reported.</summary>
    public long ReportedConnections;

    /// <summary>Mean time of a chat; zero before the first.</summary>
    public readonly TimeSpan MeanTime => Chats == 0 ? TimeSpan.Zero : Took / Chats;

    /// <summary>
    /// Failures among all tries, 0 to 1. A page reports the failed answers that were counted here already, so the larger number holds; a chat that
    /// could not be sent was counted nowhere.
    /// </summary>
    public readonly double ErrorRate
    {
        get
        {
            var failed = Math.Max(Failed, ReportedAnswers) + ReportedConnections;
            return failed == 0 ? 0 : (double)failed / (Chats - Failed + failed);
        }
    }
}
