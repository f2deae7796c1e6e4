namespace Vitrine.Web.Upstream;

/// <summary>
/// A streamed answer under way. It is complete when its stream says <c>[DONE]</c>, or ends after a finish reason; one that just ends was cut off.
/// The time that is allowed for the first event runs from the request; then each event has the idle time.
/// </summary>
internal sealed class UpstreamAnswer(HttpResponseMessage response, Stream stream, Patience patience, UpstreamLimits limits) : IDisposable
{
    private readonly EventDataReader _events = new(stream, limits.MaxEventBytes);
    private bool _hasBegun;

    /// <summary>What the events said so far.</summary>
    public AnswerChunk Chunk { get; } = new();

    /// <summary>Goes to the next piece of text or reasoning; false when the answer is complete.</summary>
    /// <exception cref="FailedAnswerException">The answer failed, or took too long.</exception>
    /// <exception cref="OperationCanceledException">The client left.</exception>
    public async ValueTask<bool> NextAsync()
    {
        while (await NextEventAsync())
        {
            if (_events.Data.SequenceEqual("[DONE]"u8)) return false;
            if (_events.IsError) throw new FailedAnswerException(AnswerFailure.Reported());
            if (!ChunkReader.TryRead(_events.Data, Chunk)) throw new FailedAnswerException(AnswerFailure.InvalidJson());
            if (Chunk.HasError) throw new FailedAnswerException(AnswerFailure.Reported());
            if (!Chunk.Text.IsEmpty || !Chunk.Reasoning.IsEmpty) return true;
        }

        Chunk.ClearTexts();
        return Chunk.FinishReason is not null ? false : throw new FailedAnswerException(AnswerFailure.CutOff());
    }

    /// <summary>Ends the call; an answer that was not read to its end is cancelled at the upstream.</summary>
    public void Dispose()
    {
        _events.Dispose();
        response.Dispose();
        patience.Dispose();
    }

    private async ValueTask<bool> NextEventAsync()
    {
        if (_hasBegun) patience.Start(limits.IdleTimeout);
        try
        {
            var isEvent = await _events.NextAsync(patience.Token);
            patience.Rest();
            _hasBegun = true;
            return isEvent;
        }
        catch (OperationCanceledException e) when (!patience.HasClientLeft)
        {
            throw new FailedAnswerException(AnswerFailure.TooSlow(_hasBegun ? "The model's server fell silent in the middle of its answer." : "The model's server did not answer in time."), e);
        }
        catch (IOException e)
        {
            throw new FailedAnswerException(AnswerFailure.CutOff(e.Message), e);
        }
    }
}
