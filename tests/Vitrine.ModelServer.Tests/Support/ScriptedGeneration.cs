using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Vitrine.Inference.Generation;
using Vitrine.ModelServer.Models;

namespace Vitrine.ModelServer.Tests.Support;

/// <summary>One request of a <see cref="ScriptedModel"/>: <see cref="Begin"/>, then tokens, then <see cref="End"/>. Cancelled, it ends by itself, as the engine does.</summary>
[SuppressMessage("Usage", "VSTHRD003:Avoid awaiting foreign Tasks", Justification = "The test completes them.")]
internal sealed class ScriptedGeneration : IGeneration
{
    private readonly Channel<TokenEvent> _events = Channel.CreateUnbounded<TokenEvent>();
    private readonly TaskCompletionSource<GenerationStart?> _start = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<GenerationResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ScriptedModel _model;
    private GenerationTimings _timings;
    private int _reasoning;
    private int _completion;
    private int _ended;

    public ScriptedGeneration(GenerationRequest request, ScriptedModel model, CancellationToken cancellation)
    {
        (Request, _model) = (request, model);
        _timings = new GenerationTimings(Stopwatch.GetTimestamp(), 0, 0, 0, 0, 0, 0);
        cancellation.Register(() => End(FinishReason.Cancelled));
    }

    public GenerationRequest Request { get; }

    public int PromptTokens => 7;

    public long QueuedTimestamp => _timings.Queued;

    public long PrefillEndedTimestamp => _timings.PrefillEnded;

    public ChannelReader<TokenEvent> Events => _events.Reader;

    public Task<GenerationStart?> GetStartAsync() => _start.Task;

    public Task<GenerationResult> GetResultAsync() => _result.Task;

    /// <summary>A slot takes it.</summary>
    public ScriptedGeneration Begin()
    {
        var now = Stopwatch.GetTimestamp();
        _timings = _timings with { SlotStarted = now, PrefillStarted = now };
        _model.Moved(-1, 1);
        _start.TrySetResult(new GenerationStart(0, now, now));
        return this;
    }

    /// <summary>Speaks one token.</summary>
    public ScriptedGeneration Say(string text, bool isReasoning = false)
    {
        var now = Stopwatch.GetTimestamp();
        if (_timings.FirstToken == 0) _timings = _timings with { PrefillEnded = now, FirstToken = now };
        _timings = _timings with { LastToken = now };
        if (isReasoning) _reasoning++;
        else _completion++;
        _events.Writer.TryWrite(new TokenEvent(text, 1, now, isReasoning));
        return this;
    }

    /// <summary>Ends it.</summary>
    public void End(FinishReason reason = FinishReason.Stop, Exception? error = null)
    {
        if (Interlocked.Exchange(ref _ended, 1) != 0) return;
        if (_timings.SlotStarted == 0) _model.Moved(-1, 0);
        else _model.Moved(0, -1);
        _start.TrySetResult(null);
        _events.Writer.TryComplete();
        _result.TrySetResult(new GenerationResult
        {
            FinishReason = reason,
            Error = error,
            PromptTokens = PromptTokens,
            ReasoningTokens = _reasoning,
            CompletionTokens = _completion,
            Timings = _timings with { Finished = Stopwatch.GetTimestamp() },
        });
    }
}
