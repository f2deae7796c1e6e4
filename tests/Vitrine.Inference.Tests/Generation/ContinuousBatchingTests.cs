using Vitrine.Inference.Generation;
using Vitrine.Inference.Sampling;
using Vitrine.Inference.Tests.Models;
using Vitrine.Inference.Tokenizers;

namespace Vitrine.Inference.Tests.Generation;

/// <summary>Several jobs in one engine at the same time. A test takes the engine's core while it submits, so that all of them meet in its batches.</summary>
public sealed class ContinuousBatchingTests
{
    private static readonly CancellationToken Deadline = new CancellationTokenSource(TimeSpan.FromMinutes(2)).Token;

    private static readonly string[] Prompts =
        ["ab", "the abed cd", "🙂", "a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a", "the the", "x", "cd ed he th", "héé"];

    [Theory]
    [InlineData(0f)]
    [InlineData(1f)]
    public async Task Run_EightTogether_AnswerAsTheyDoAlone(float temperature)
    {
        using TestEngine test = new(new EngineOptions { Slots = 8, BatchSize = 16 });
        GenerationRequest[] requests = [.. Prompts.Select((prompt, i) =>
            GenerationRequest.FromText(prompt, new SamplingOptions { Temperature = temperature, Seed = (ulong)i, MaxTokens = 20 + (10 * i) }))];
        var alone = new List<string>();
        foreach (GenerationRequest request in requests) alone.Add((await EndAsync(test.Submit(request))).Text);

        TextGeneration[] together = SubmitTogether(test, requests);
        for (int i = 0; i < together.Length; i++) (await EndAsync(together[i])).Text.ShouldBe(alone[i], Prompts[i]);
        int[] slots = [.. (await Task.WhenAll(together.Select(generation => generation.GetStartAsync()))).Select(start => start!.Value.Slot)];
        slots.ShouldBe([0, 1, 2, 3, 4, 5, 6, 7]);
    }

    [Fact]
    public async Task Run_EmbeddingBesideGenerations_GivesTheVectorItGivesAlone()
    {
        using TestEngine test = new(new EngineOptions { Slots = 3, BatchSize = 8 });
        EmbeddingRequest request = EmbeddingRequest.FromText("the abed cd the abed ed he");
        float[] alone = await EmbedAsync();
        test.Core.Take(1);
        TextGeneration[] others = [test.Submit(Endless("ab")), test.Submit(Endless("cd"))];
        Task<float[]> together = EmbedAsync();
        test.Core.Return(1);
        float[] values = await together;
        for (int i = 0; i < values.Length; i++) values[i].ShouldBe(alone[i], 1e-5f);
        foreach (TextGeneration other in others) (await EndAsync(other)).Result.FinishReason.ShouldBe(FinishReason.Length);

        async Task<float[]> EmbedAsync()
        {
            test.Engine.TrySubmit(request, out TextEmbedding? embedding, out _).ShouldBeTrue();
            return (await embedding!.GetResultAsync().WaitAsync(Deadline)).Values!;
        }
    }

    [Fact]
    public async Task Counters_WhileTwoRun_CountBothAndNothingAfter()
    {
        using TestEngine test = new(new EngineOptions { Slots = 3 }, contextLength: 50_000);
        test.Engine.Info.Slots.ShouldBe(3);
        test.Engine.Info.KvBytes.ShouldBe(3L * 50_000 * test.Engine.Info.KvBytesPerToken);
        using var stop = new CancellationTokenSource();
        TextGeneration[] running = [test.Submit(Endless("ab"), stop.Token), test.Submit(Endless("cd"), stop.Token)];
        foreach (TextGeneration generation in running) await generation.Events.WaitToReadAsync(Deadline);
        EngineCounters counters = test.Engine.Counters;
        (counters.Running, counters.Slots, counters.QueueDepth, counters.KvPositionsCapacity).ShouldBe((2, 3, 0, 150_000));
        counters.KvPositionsUsed.ShouldBeGreaterThan(running.Sum(generation => generation.PromptTokens));

        await stop.CancelAsync();
        foreach (TextGeneration generation in running) (await EndAsync(generation)).Result.FinishReason.ShouldBe(FinishReason.Cancelled);
        counters = test.Engine.Counters;
        (counters.Running, counters.KvPositionsUsed).ShouldBe((0, 0));
    }

    [Fact]
    public async Task Run_OneIsCancelled_TheOthersGoOnAndItsSlotIsTaken()
    {
        using TestEngine test = new(new EngineOptions { Slots = 2 }, contextLength: 50_000);
        using var stopFirst = new CancellationTokenSource();
        using var stopSecond = new CancellationTokenSource();
        TextGeneration first = test.Submit(Endless("ab"), stopFirst.Token);
        TextGeneration second = test.Submit(Endless("cd"), stopSecond.Token);
        await second.Events.WaitToReadAsync(Deadline);
        TextGeneration third = test.Submit(Endless("ed", max: 5));
        await stopFirst.CancelAsync();
        (await EndAsync(third)).Result.OutputTokens.ShouldBe(5);
        (await third.GetStartAsync())!.Value.Slot.ShouldBe((await first.GetStartAsync())!.Value.Slot);
        second.GetResultAsync().IsCompleted.ShouldBeFalse();
        await stopSecond.CancelAsync();
        (await EndAsync(second)).Result.FinishReason.ShouldBe(FinishReason.Cancelled);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Run_OneFails_TheOthersGoOn(int failsAfter)
    {
        using TestEngine test = new(new EngineOptions { Slots = 3 });
        TextGeneration[] together = SubmitTogether(test, [Endless("ab", max: 30), Failing(failsAfter), Endless("cd", max: 30)]);
        (_, GenerationResult failed) = await EndAsync(together[1]);
        failed.FinishReason.ShouldBe(FinishReason.Error);
        failed.Error.ShouldBeOfType<InvalidDataException>();
        foreach (TextGeneration other in (TextGeneration[])[together[0], together[2]]) (await EndAsync(other)).Result.OutputTokens.ShouldBe(30);
        (await EndAsync(test.Submit(Endless("ab", max: 3)))).Result.OutputTokens.ShouldBe(3);
        test.Engine.Counters.Running.ShouldBe(0);
    }

    [Fact]
    public async Task Run_ContextFullWhileOthersRun_EndsOnlyThat()
    {
        using TestEngine test = new(new EngineOptions { Slots = 3, ContextLength = 64 });
        GenerationRequest full = GenerationRequest.FromTokens([.. Enumerable.Repeat(40, 63)], new SamplingOptions { Temperature = 0 });
        TextGeneration[] together = SubmitTogether(test, [Endless("ab"), full, Endless("cd", max: 20)]);
        foreach (TextGeneration generation in together) (await EndAsync(generation)).Result.FinishReason.ShouldBe(FinishReason.Length);
        GenerationResult[] results = await Task.WhenAll(together.Select(generation => generation.GetResultAsync()));
        results.Select(result => result.OutputTokens).ShouldBe([64 - together[0].PromptTokens, 1, 20]);
    }

    [Fact]
    public async Task Run_CharactersSplitOverTokens_ArriveWholeInEveryStream()
    {
        // Single bytes of a random model: hardly any character is whole, and every slot has pieces of its own in hand.
        using TestEngine test = new(new EngineOptions { Slots = 4, BatchSize = 8 }, model: new RandomModel { Bpe = new BpeVocabulary() });
        TextGeneration[] together = SubmitTogether(test, [.. Enumerable.Range(0, 12).Select(i => GenerationRequest.FromText(
            "the queue 🙂", new SamplingOptions { Temperature = 2, TopK = 0, TopP = 1, Seed = (ulong)i, MaxTokens = 80 }))]);
        foreach (TextGeneration generation in together)
        {
            List<TokenEvent> events = await generation.ReadAllAsync(Deadline).ToListAsync(Deadline);
            int[] tokens = [.. events.Select(token => token.TokenId).Where(id => id >= 0)];
            string.Concat(events.Select(token => token.Text)).ShouldBe(test.Engine.Tokenizer.Decode(tokens));
        }
    }

    [Fact]
    public async Task Run_AThousandWaiting_StartInTheirOrderAndAllEnd()
    {
        using TestEngine test = new(new EngineOptions { Slots = 4, QueueCapacity = 1000 });
        test.Core.Take(1);
        TextGeneration[] all = [.. Enumerable.Range(0, 1000).Select(i => test.Submit(Endless("ab", max: 1 + (i % 3)), CancellationToken.None))];
        test.Core.Return(1);
        GenerationResult[] results = await Task.WhenAll(all.Select(generation => generation.GetResultAsync())).WaitAsync(Deadline);
        results.ShouldAllBe(result => result.FinishReason == FinishReason.Length);
        results.Select(result => result.Timings.SlotStarted).ShouldBeInOrder();
        GenerationStart?[] starts = await Task.WhenAll(all.Select(generation => generation.GetStartAsync()));
        starts.Select(start => start!.Value.Slot).Distinct().Order().ShouldBe([0, 1, 2, 3]);
    }

    [Fact]
    public async Task Run_EverySecondWaitingIsCancelled_TheOthersKeepTheirOrder()
    {
        using TestEngine test = new(new EngineOptions { Slots = 2, QueueCapacity = 100 });
        using var stop = new CancellationTokenSource();
        test.Core.Take(1);
        TextGeneration running = test.Submit(Endless("ab", max: 2));
        TextGeneration[] all = [.. Enumerable.Range(0, 60).Select(i => test.Submit(Endless("ab", max: 2), i % 2 == 0 ? stop.Token : CancellationToken.None))];
        await stop.CancelAsync();
        test.Core.Return(1);
        GenerationResult[] results = await Task.WhenAll(all.Select(generation => generation.GetResultAsync())).WaitAsync(Deadline);
        results.Where((_, i) => i % 2 == 0).ShouldAllBe(result => result.FinishReason == FinishReason.Cancelled);
        results.Where((_, i) => i % 2 == 1).ShouldAllBe(result => result.FinishReason == FinishReason.Length);
        results.Where((_, i) => i % 2 == 1).Select(result => result.Timings.SlotStarted).ShouldBeInOrder();
        (await EndAsync(running)).Result.OutputTokens.ShouldBe(2);
    }

    [Fact]
    public async Task Dispose_SlotsBusyAndQueueFull_CancelsAll()
    {
        TestEngine test = new(new EngineOptions { Slots = 4 }, contextLength: 50_000);
        TextGeneration[] all = [.. Enumerable.Range(0, 10).Select(_ => test.Submit(Endless("ab"), CancellationToken.None))];
        foreach (TextGeneration running in all[..4]) await running.Events.WaitToReadAsync(Deadline);
        test.Dispose();
        // Disposing has waited for the engine's threads, so every result is there.
        all.ShouldAllBe(generation => generation.GetResultAsync().IsCompletedSuccessfully);
        GenerationResult[] results = await Task.WhenAll(all.Select(generation => generation.GetResultAsync()));
        results.ShouldAllBe(result => result.FinishReason == FinishReason.Cancelled);
        results[..4].ShouldAllBe(result => result.OutputTokens > 0);
        results[4..].ShouldAllBe(result => result.Timings.SlotStarted == 0);
    }

    /// <summary>Goes on to its limit: the test model has no end token.</summary>
    private static GenerationRequest Endless(string prompt, int? max = null) => GenerationRequest.FromText(prompt, new SamplingOptions { Temperature = 0, MaxTokens = max });

    /// <summary>Fails when its text is searched for stop texts.</summary>
    private static GenerationRequest Failing(int failsAfter) => GenerationRequest.FromText("ed", new SamplingOptions { Temperature = 0, MaxTokens = 30, Stop = new BrokenList(failsAfter) });

    private static TextGeneration[] SubmitTogether(TestEngine test, GenerationRequest[] requests)
    {
        test.Core.Take(1);
        TextGeneration[] generations = [.. requests.Select(request => test.Submit(request))];
        test.Core.Return(1);
        return generations;
    }

    private static async Task<(string Text, GenerationResult Result)> EndAsync(TextGeneration generation)
    {
        List<TokenEvent> events = await generation.ReadAllAsync(Deadline).ToListAsync(Deadline);
        return (string.Concat(events.Select(token => token.Text)), await generation.GetResultAsync());
    }

    /// <summary>A list that can be counted and indexed, and enumerated only so many times.</summary>
    private sealed class BrokenList(int failsAfter) : IReadOnlyList<string>
    {
        private int _left = failsAfter;

        public int Count => 1;

        public string this[int index] => "never there";

        public IEnumerator<string> GetEnumerator() =>
            _left-- > 0 ? ((IEnumerable<string>)[this[0]]).GetEnumerator() : throw new InvalidDataException("broken list");

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
