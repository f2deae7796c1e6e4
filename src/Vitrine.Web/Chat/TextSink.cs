using System.Buffers;
using Vitrine.Telemetry.Hosting;
using Vitrine.Web.Upstream;

namespace Vitrine.Web.Chat;

/// <summary>
/// The answer as the document's page reads it: the bare text, piece by piece, under the type <c>text/event-stream</c> although it has no events. What
/// the model thinks is left out. A failure after the first byte breaks it off behind what was written: half an answer must not look like a whole one.
/// </summary>
internal sealed class TextSink(HttpContext context) : IAnswerSink
{
    private readonly HttpResponse _response = context.Response;

    public async ValueTask WriteAsync(AnswerChunk piece)
    {
        if (piece.Text.IsEmpty) return;
        Begin();
        _response.BodyWriter.Write(piece.Text);
        await _response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    public ValueTask EndAsync(AnswerFigures figures)
    {
        Begin();
        return ValueTask.CompletedTask;
    }

    public async ValueTask FailAsync(AnswerFailure failure)
    {
        if (_response.HasStarted)
        {
            context.LeaveUnfinished();
            return;
        }

        _response.StatusCode = failure.Status;
        _response.ContentType = "text/plain; charset=utf-8";
        await _response.WriteAsync(failure.Sentence, context.RequestAborted);
    }

    private void Begin()
    {
        if (!_response.HasStarted) AnswerHeaders.Set(_response, "text/event-stream");
    }
}
