using Vitrine.Inference.Chat;
using Vitrine.Inference.Generation;
using Vitrine.Inference.Sampling;
using Vitrine.Inference.Tests.Models;

namespace Vitrine.Inference.Tests.Generation;

public sealed class TextEngineTests
{
    private static readonly CancellationToken Deadline = new CancellationTokenSource(TimeSpan.FromMinutes(1)).Token;

    [Fact]
    public async Task TrySubmit_ShippedModel_AnswersAChat()
    {
        using TextEngine engine = TextEngine.Load(TestFiles.ShippedModel, new EngineOptions());
        engine.Info.Threads.ShouldBe(1);
        engine.Info.ParameterCount.ShouldBeInRange(1_000_000, 50_000_000);
        ChatMessage[] messages = [new("user", "Why is my p99 latency high?")];

        (string text, string reasoning, GenerationResult result) = await RunAsync(engine, GenerationRequest.FromChat(messages, new SamplingOptions { Temperature = 0, MaxTokens = 200 }));

        (text + reasoning).ShouldNotBeNullOrWhiteSpace();
        text.ShouldNotContain("<|");
        result.Error.ShouldBeNull();
        result.PromptTokens.ShouldBe(engine.CountTokens(messages));
        GenerationTimings t = result.Timings;
        ((long[])[t.Queued, t.SlotStarted, t.PrefillStarted, t.PrefillEnded, t.FirstToken, t.LastToken, t.Finished]).ShouldBeInOrder();
        t.Queued.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task TrySubmit_SameSeed_GivesTheSameText()
    {
        using TestEngine test = new();
        var sampling = new SamplingOptions { Seed = 42, Temperature = 1, MaxTokens = 40 };
        (string first, _, GenerationResult result) = await RunAsync(test.Engine, GenerationRequest.FromText("the abed", sampling));
        (string second, _, _) = await RunAsync(test.Engine, GenerationRequest.FromText("the abed", sampling));
        second.ShouldBe(first);
        result.Seed.ShouldBe(42UL);
    }

    [Fact]
    public async Task TrySubmit_RepetitionPenalty_KeepsTheAnswerFromRepeatingPromptAndItself()
    {
        using TestEngine test = new();
        int[] prompt = [1, 40, 41, 42];
        TextGeneration generation = Submit(test.Engine, GenerationRequest.FromTokens(prompt, new SamplingOptions { Temperature = 0, RepetitionPenalty = 100, MaxTokens = 30 }));
        var tokens = new List<int>(prompt);
        await foreach (TokenEvent token in generation.ReadAllAsync(Deadline))
        {
            if (token.TokenId >= 0) tokens.Add(token.TokenId);
        }

        tokens.Count.ShouldBe(prompt.Length + 30);
        tokens.ShouldBeUnique();
    }

    [Fact]
    public async Task GetStart_OfARunningGeneration_IsKnownBeforeItsFirstToken()
    {
        using TestEngine test = new();
        TextGeneration generation = Submit(test.Engine, GenerationRequest.FromText("ab", Endless with { MaxTokens = 3 }));
        GenerationStart start = (await generation.GetStartAsync().WaitAsync(Deadline)).ShouldNotBeNull();
        TokenEvent first = await generation.Events.ReadAsync(Deadline);
        long prefillEnded = generation.PrefillEndedTimestamp;
        GenerationTimings t = (await generation.GetResultAsync()).Timings;
        (start.SlotStarted, start.PrefillStarted, prefillEnded).ShouldBe((t.SlotStarted, t.PrefillStarted, t.PrefillEnded));
        first.Timestamp.ShouldBeGreaterThanOrEqualTo(prefillEnded);
    }

    [Fact]
    public async Task GetStart_OfAGenerationThatLeavesTheQueue_IsNull()
    {
        using TestEngine test = new();
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        test.Engine.TrySubmit(GenerationRequest.FromText("ab", Endless), out TextGeneration? generation, out _, stop.Token).ShouldBeTrue();
        (await generation!.GetStartAsync().WaitAsync(Deadline)).ShouldBeNull();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public async Task TrySubmit_MaxTokens_StopsThereAndHasOneEventPerToken(int max)
    {
        using TestEngine test = new();
        TextGeneration generation = Submit(test.Engine, GenerationRequest.FromText("ab", Endless with { MaxTokens = max }));
        List<TokenEvent> events = await generation.ReadAllAsync(Deadline).ToListAsync(Deadline);
        GenerationResult result = await generation.GetResultAsync();
        result.FinishReason.ShouldBe(FinishReason.Length);
        result.OutputTokens.ShouldBe(max);
        events.Count(token => token.TokenId >= 0).ShouldBe(max);
        events.Select(token => token.Timestamp).ShouldBeInOrder();
    }

    [Fact]
    public async Task TrySubmit_NoLimit_FillsTheContext()
    {
        using TestEngine test = new(new EngineOptions { ContextLength = 50 });
        (_, _, GenerationResult result) = await RunAsync(test.Engine, GenerationRequest.FromTokens([1, 40, 41], Endless));
        result.FinishReason.ShouldBe(FinishReason.Length);
        (result.PromptTokens + result.OutputTokens).ShouldBe(50);
    }

    [Fact]
    public async Task TrySubmit_StopText_EndsBeforeIt()
    {
        using TestEngine test = new();
        (string all, _, _) = await RunAsync(test.Engine, GenerationRequest.FromText("ab", Endless with { MaxTokens = 40 }));
        string stop = all.Substring(10, 4);
        (string text, _, GenerationResult result) = await RunAsync(test.Engine, GenerationRequest.FromText("ab", Endless with { MaxTokens = 40, Stop = ["never there", stop] }));
        result.FinishReason.ShouldBe(FinishReason.Stop);
        result.StopText.ShouldBe(stop);
        text.ShouldBe(all[..all.IndexOf(stop, StringComparison.Ordinal)]);
    }

    [Fact]
    public void TrySubmit_PromptTooLong_IsRefusedWithBothNumbers()
    {
        using TestEngine test = new(new EngineOptions { ContextLength = 16 });
        test.Engine.TrySubmit(GenerationRequest.FromTokens([.. Enumerable.Repeat(40, 16)], Endless), out _, out SubmitRefusal? refusal).ShouldBeFalse();
        refusal!.Reason.ShouldBe(RefusalReason.PromptTooLong);
        refusal.Actual.ShouldBe(16);
        refusal.Limit.ShouldBe(16);
        refusal.Message.ShouldContain("16 tokens");
    }

    [Theory]
    [InlineData(new int[0])]
    [InlineData(new[] { 1, 100000 })]
    [InlineData(new[] { -1 })]
    public void TrySubmit_InvalidTokens_IsRefused(int[] tokens)
    {
        using TestEngine test = new();
        test.Engine.TrySubmit(GenerationRequest.FromTokens(tokens, Endless), out _, out SubmitRefusal? refusal).ShouldBeFalse();
        refusal!.Reason.ShouldBe(RefusalReason.InvalidPrompt);
    }

    [Fact]
    public void TrySubmit_InvalidOptions_IsRefusedWithAllOfThem()
    {
        using TestEngine test = new();
        test.Engine.TrySubmit(GenerationRequest.FromText("a", new SamplingOptions { Temperature = -1, TopP = 2 }), out _, out SubmitRefusal? refusal).ShouldBeFalse();
        refusal!.Reason.ShouldBe(RefusalReason.InvalidOptions);
        refusal.InvalidValues.Select(value => value.Name).ShouldBe(["temperature", "top_p"]);
    }

    [Fact]
    public async Task TrySubmit_QueueFull_IsRefusedAndOthersFinish()
    {
        using TestEngine test = new(new EngineOptions { QueueCapacity = 2, Slots = 1 }, contextLength: 100_000);
        using var cancel = new CancellationTokenSource();
        TextGeneration running = Submit(test.Engine, GenerationRequest.FromText("ab", Endless), cancel.Token);
        await running.Events.WaitToReadAsync(Deadline);
        TextGeneration[] waiting = [.. Enumerable.Range(0, 2).Select(_ => Submit(test.Engine, GenerationRequest.FromText("ab", Endless with { MaxTokens = 3 })))];

        test.Engine.TrySubmit(GenerationRequest.FromText("ab", Endless), out _, out SubmitRefusal? refusal).ShouldBeFalse();
        refusal!.Reason.ShouldBe(RefusalReason.QueueFull);
        refusal.Limit.ShouldBe(2);
        EngineCounters counters = test.Engine.Counters;
        counters.QueueDepth.ShouldBe(2);
        counters.Running.ShouldBe(1);
        counters.KvPositionsUsed.ShouldBeGreaterThan(0);

        await cancel.CancelAsync();
        (await running.GetResultAsync()).FinishReason.ShouldBe(FinishReason.Cancelled);
        foreach (TextGeneration generation in waiting) (await generation.GetResultAsync()).FinishReason.ShouldBe(FinishReason.Length);
    }

    [Fact]
    public async Task TrySubmit_CancelledWhileWaiting_LeavesTheQueueAtOnce()
    {
        using TestEngine test = new(new EngineOptions { QueueCapacity = 1, Slots = 1 }, contextLength: 100_000);
        using var stopRunning = new CancellationTokenSource();
        using var stopWaiting = new CancellationTokenSource();
        TextGeneration running = Submit(test.Engine, GenerationRequest.FromText("ab", Endless), stopRunning.Token);
        await running.Events.WaitToReadAsync(Deadline);
        TextGeneration waiting = Submit(test.Engine, GenerationRequest.FromText("ab", Endless), stopWaiting.Token);

        await stopWaiting.CancelAsync();
        GenerationResult result = await waiting.GetResultAsync();
        result.FinishReason.ShouldBe(FinishReason.Cancelled);
        result.Timings.SlotStarted.ShouldBe(0);
        test.Engine.Counters.QueueDepth.ShouldBe(0);
        await stopRunning.CancelAsync();
        (await running.GetResultAsync()).OutputTokens.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task TrySubmit_AlreadyCancelled_NeverComputes()
    {
        using TestEngine test = new();
        GenerationResult result = await Submit(test.Engine, GenerationRequest.FromText("ab", Endless), new CancellationToken(canceled: true)).GetResultAsync();
        result.FinishReason.ShouldBe(FinishReason.Cancelled);
        result.Timings.PrefillStarted.ShouldBe(0);
        result.OutputTokens.ShouldBe(0);
    }

    [Fact]
    public async Task TrySubmit_TwoThreadsAndSmallBatches_GiveTheSameText()
    {
        using TestEngine one = new();
        using TestEngine two = new(new EngineOptions { Threads = 2, BatchSize = 3 });
        GenerationRequest request = GenerationRequest.FromText("the abed cd the abed", Endless with { MaxTokens = 30 });
        (string expected, _, _) = await RunAsync(one.Engine, request);
        (string actual, _, _) = await RunAsync(two.Engine, request);
        actual.ShouldBe(expected);
    }

    [Fact]
    public async Task TrySubmit_SlowReader_DoesNotHoldTheEngine()
    {
        using TestEngine test = new();
        TextGeneration unread = Submit(test.Engine, GenerationRequest.FromText("ab", Endless with { MaxTokens = 50 }));
        (await unread.GetResultAsync()).OutputTokens.ShouldBe(50);
        (await unread.ReadAllAsync(Deadline).CountAsync(token => token.TokenId >= 0, Deadline)).ShouldBe(50);
    }

    [Fact]
    public async Task Dispose_WhileGenerating_CancelsAndRefuses()
    {
        TestEngine test = new(new EngineOptions { Slots = 1 }, contextLength: 100_000);
        TextGeneration running = Submit(test.Engine, GenerationRequest.FromText("ab", Endless));
        TextGeneration waiting = Submit(test.Engine, GenerationRequest.FromText("ab", Endless));
        await running.Events.WaitToReadAsync(Deadline);
        test.Dispose();
        (await running.GetResultAsync()).FinishReason.ShouldBe(FinishReason.Cancelled);
        (await waiting.GetResultAsync()).FinishReason.ShouldBe(FinishReason.Cancelled);
        test.Engine.TrySubmit(GenerationRequest.FromText("ab", Endless), out _, out SubmitRefusal? refusal).ShouldBeFalse();
        refusal!.Reason.ShouldBe(RefusalReason.EngineStopped);
    }

    [Fact]
    public void Load_AbsurdOptions_NamesAllOfThem()
    {
        ArgumentException error = Should.Throw<ArgumentException>(() => TextEngine.Load("absent.gguf", new EngineOptions { BatchSize = 0, Threads = -1 }));
        error.Message.ShouldContain("batch_size");
        error.Message.ShouldContain("threads");
    }

    /// <summary>Greedy and without a limit: the test model has no end token.</summary>
    private static SamplingOptions Endless => new() { Temperature = 0 };

    private static TextGeneration Submit(TextEngine engine, GenerationRequest request, CancellationToken cancellation = default)
    {
        engine.TrySubmit(request, out TextGeneration? generation, out SubmitRefusal? refusal, cancellation).ShouldBeTrue(refusal?.Message);
        return generation!;
    }

    private static async Task<(string Text, string Reasoning, GenerationResult Result)> RunAsync(TextEngine engine, GenerationRequest request)
    {
        TextGeneration generation = Submit(engine, request);
        string text = "";
        string reasoning = "";
        await foreach (TokenEvent token in generation.ReadAllAsync(Deadline))
        {
            if (token.IsReasoning) reasoning += token.Text;
            else text += token.Text;
        }

        return (text, reasoning, await generation.GetResultAsync());
    }
}
