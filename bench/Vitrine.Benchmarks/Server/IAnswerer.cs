namespace Vitrine.Benchmarks.Server;

/// <summary>Something that answers the one question: the engine itself, or a server around it.</summary>
internal interface IAnswerer
{
    /// <summary>The question, the same on both sides.</summary>
    const string Question = "Why is my p99 latency high?";

    /// <summary>The process that the engine runs in.</summary>
    int ProcessId { get; }

    /// <summary>Answers it with so many tokens, whatever the model wants; the same seed gives the same tokens.</summary>
    Task<Answer> AnswerAsync(ulong seed, int tokens);
}
