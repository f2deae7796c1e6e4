using Vitrine.Web.Upstream;

namespace Vitrine.Web.Chat;

/// <summary>How an answer reaches the page. Nothing is sent before the first piece, so that a failure before it still has its status.</summary>
internal interface IAnswerSink
{
    /// <summary>Writes the newest piece and sends it.</summary>
    ValueTask WriteAsync(AnswerChunk piece);

    /// <summary>The answer is complete.</summary>
    ValueTask EndAsync(AnswerFigures figures);

    /// <summary>There is no whole answer.</summary>
    ValueTask FailAsync(AnswerFailure failure);
}
