namespace Vitrine.Traffic;

/// <summary>What the callers ask: short questions that the model of the house can answer, and long prompts made of its subjects.</summary>
internal static class Prompts
{
    // Prompts that begin alike meet a prefix cache, and these many beginnings keep it busy.
    private const int Beginnings = 4;

    private static readonly string[] s_questions =
    [
        "What does p99 latency tell me?",
        "Why does the queue grow?",
        "What is a histogram?",
        "How do I find a memory leak?",
        "What does an error rate show?",
        "Why is the first token slow?",
        "What is a trace?",
        "When should I add another server?",
        "What is saturation?",
        "Think step by step: why do requests time out?",
        "How do I read a dashboard?",
        "What is the difference between a counter and a gauge?",
    ];

    private static readonly string[] s_notes =
    [
        "The queue was long between noon and one, and the first token took three times as long as in the morning.",
        "Two servers answered slowly after the new model was loaded, and one of them ran out of memory.",
        "The error rate stayed below one in a thousand, but the slowest requests became slower every hour.",
        "A restart cleared the cache, so every prompt had to be read again from its beginning.",
        "Tokens per second fell when many answers were written at a time, although no server was full.",
        "The dashboard showed a mean that looked well, while the ninety-ninth percentile had doubled.",
        "One caller sent very long prompts and made the others wait until the queue was made fair.",
        "After the timeout was raised, fewer requests failed and more of them took a minute.",
    ];

    /// <summary>A short question.</summary>
    public static string Question(Random random) => s_questions[random.Next(s_questions.Length)];

    /// <summary>Notes of about <paramref name="words"/> words with a question at their end.</summary>
    public static string Notes(Random random, int words)
    {
        var prompt = new System.Text.StringBuilder("Read these notes of the last week, then answer.");
        var next = random.Next(Beginnings);
        for (var written = 0; written < words; next++)
        {
            var note = s_notes[next % s_notes.Length];
            prompt.Append(' ').Append(note);
            written += note.Count(letter => letter == ' ') + 1;
        }

        return prompt.Append(' ').Append(Question(random)).ToString();
    }
}
