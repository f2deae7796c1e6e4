namespace Vitrine.ModelServer.Answers;

/// <summary>Where an answer goes: a stream of events, or one document. Everything but <see cref="FlushAsync"/> only fills a buffer.</summary>
internal interface IAnswerSink
{
    /// <summary>The request was accepted.</summary>
    void Begin(AnswerHead head);

    /// <summary>More of the answer, or of the reasoning before it.</summary>
    void Write(string text, bool isReasoning);

    /// <summary>Nothing came for a while, and the connection should not look dead.</summary>
    void KeepAlive();

    /// <summary>The end, good or bad.</summary>
    void End(AnswerEnd end);

    /// <summary>Sends what is in the buffer.</summary>
    /// <exception cref="OperationCanceledException">The client left.</exception>
    /// <exception cref="IOException">The client left.</exception>
    ValueTask FlushAsync();
}
