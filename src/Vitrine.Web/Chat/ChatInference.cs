using System.Diagnostics;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Vocabulary;
using Vitrine.Web.Upstream;

namespace Vitrine.Web.Chat;

/// <summary>The scope <c>inference</c> of one chat: what is told of it, and when. One writer; ended and released by its owner.</summary>
internal sealed class ChatInference : IDisposable
{
    private readonly Operation _scope;
    private readonly string _model;
    private readonly long _estimatedInput;
    private AnswerChunk? _said;
    private long _first;

    /// <summary>Begins it.</summary>
    /// <param name="http">The request.</param>
    /// <param name="model">The model that is asked.</param>
    /// <param name="estimatedInput">Tokens of the conversation, estimated.</param>
    public ChatInference(Operation http, string model, long estimatedInput)
    {
        (_model, _estimatedInput) = (model, estimatedInput);
        _scope = http.Begin(InferenceKinds.Inference)
            .Set(GenAiFacts.OperationName, "chat").Set(GenAiFacts.RequestModel, model).Opened()
            .Set(ChatFacts.InferenceType, "streaming").Set(GenAiFacts.Stream, true);
    }

    /// <summary>The span whose context the upstream continues: this scope's, or the request's where nobody samples.</summary>
    public Activity? Span => _scope.Span ?? _scope.Parent?.Span;

    /// <summary>The upstream began to answer: from here on its tokens count.</summary>
    public void Answers(AnswerChunk said) => _said = said;

    /// <summary>A piece came.</summary>
    public void Piece()
    {
        if (_first != 0) return;
        _first = Stopwatch.GetTimestamp();
        var time = Stopwatch.GetElapsedTime(_scope.Root.StartTimestamp, _first);
        _scope.Set(GenAiFacts.RequestTimeToFirstToken, time);
        _scope.Emit(InferenceKinds.FirstToken, time.TotalMilliseconds);
    }

    /// <summary>Ends it, with everything that is known of the answer so far.</summary>
    /// <returns>The figures, or null when there was no answer at all.</returns>
    public AnswerFigures? End(Outcome outcome, string? errorType = null, string? message = null)
    {
        var end = Stopwatch.GetTimestamp();
        var figures = _said is null ? null : AnswerFigures.Of(_said, _model, _estimatedInput, _scope.StartTimestamp, _first, end);
        if (figures is not null) Tell(figures);
        _scope.End(outcome, errorType, message, end);
        return figures;
    }

    /// <inheritdoc/>
    public void Dispose() => _scope.Dispose();

    private void Tell(AnswerFigures figures)
    {
        _scope.Set(GenAiFacts.InputTokens, figures.InputTokens).Set(GenAiFacts.OutputTokens, figures.OutputTokens)
            .Set(GenAiFacts.TotalTokens, figures.InputTokens + figures.OutputTokens).Set(GatewayFacts.IsUsageEstimated, figures.IsEstimated)
            .Set(GenAiFacts.ResponseModel, figures.Model).Set(GenAiFacts.ResponseId, _said!.Id).Set(GenAiFacts.FinishReason, figures.FinishReason);
        if (_said.ReasoningTokens is { } reasoning) _scope.Set(GenAiFacts.ReasoningTokens, reasoning);
        if (figures.TokensPerSecond is { } speed) _scope.Set(GenAiFacts.TokensPerSecond, speed);
        if (figures.PromptTime is { } prompt) TellPrefill(prompt);
    }

    /// <summary>The engine tells how long it read the prompt, not when: the first piece came right after. What the connection took lies outside.</summary>
    private void TellPrefill(TimeSpan time)
    {
        var ticks = (long)(time.TotalSeconds * Stopwatch.Frequency);
        var start = Math.Max(_scope.StartTimestamp, _first - ticks);
        using var prefill = _scope.Begin(InferenceKinds.Prefill, start);
        prefill.End(Outcome.Ok, endTimestamp: start + ticks);
    }
}
