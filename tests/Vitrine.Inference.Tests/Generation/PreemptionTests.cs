using Vitrine.Inference.Generation;
using Vitrine.Inference.Sampling;
using Vitrine.Inference.Tests.Models;

namespace Vitrine.Inference.Tests.Generation;

/// <summary>A job that waits too long takes a slot away. The timeouts are so short that they pass, or so long that they do not.</summary>
public sealed class PreemptionTests
{
    private static readonly CancellationToken Deadline = new CancellationTokenSource(TimeSpan.FromMinutes(2)).Token;

    [Fact]
    public async Task Wait_LongerThanTheTimeout_EndsTheLongestRunningWithItsTokens()
    {
        using TestEngine test = new(new EngineOptions { Slots = 2, SlotTimeout = TimeSpan.FromMilliseconds(1) }, contextLength: 50_000);
        using var stop = new CancellationTokenSource();
        TextGeneration oldest = test.Submit(Endless("ab"));
        await oldest.Events.WaitToReadAsync(Deadline);
        TextGeneration second = test.Submit(Endless("cd"), stop.Token);
        await second.Events.WaitToReadAsync(Deadline);
        TextGeneration waiting = test.Submit(Endless("ed", max: 3));

        List<TokenEvent> events = await oldest.ReadAllAsync(Deadline).ToListAsync(Deadline);
        GenerationResult result = await oldest.GetResultAsync();
        result.FinishReason.ShouldBe(FinishReason.Preempted);
        result.Error.ShouldBeNull();
        result.OutputTokens.ShouldBeGreaterThan(0);
        events.Count(token => token.TokenId >= 0).ShouldBe(result.OutputTokens);
        (await waiting.GetResultAsync().WaitAsync(Deadline)).OutputTokens.ShouldBe(3);
        (await waiting.GetStartAsync())!.Value.Slot.ShouldBe((await oldest.GetStartAsync())!.Value.Slot);
        second.GetResultAsync().IsCompleted.ShouldBeFalse();
        await stop.CancelAsync();
    }

    [Fact]
    public async Task Wait_SlotsFree_PreemptsNobody()
    {
        using TestEngine test = new(new EngineOptions { Slots = 2, SlotTimeout = TimeSpan.FromTicks(1) }, contextLength: 50_000);
        using var stop = new CancellationTokenSource();
        TextGeneration running = test.Submit(Endless("ab"), stop.Token);
        for (int i = 0; i < 20; i++) (await test.Submit(Endless("cd", max: 2)).GetResultAsync().WaitAsync(Deadline)).FinishReason.ShouldBe(FinishReason.Length);
        running.GetResultAsync().IsCompleted.ShouldBeFalse();
        await stop.CancelAsync();
        (await running.GetResultAsync().WaitAsync(Deadline)).FinishReason.ShouldBe(FinishReason.Cancelled);
    }

    [Fact]
    public async Task Wait_ShorterThanTheTimeout_PreemptsNobody()
    {
        using TestEngine test = new(new EngineOptions { Slots = 1, SlotTimeout = TimeSpan.FromDays(1) });
        TextGeneration[] all = [.. Enumerable.Range(0, 5).Select(_ => test.Submit(Endless("ab")))];
        GenerationResult[] results = await Task.WhenAll(all.Select(generation => generation.GetResultAsync())).WaitAsync(Deadline);
        results.ShouldAllBe(result => result.FinishReason == FinishReason.Length);
    }

    [Fact]
    public void Validate_SlotTimeoutOfZero_IsRefused() =>
        new EngineOptions { SlotTimeout = TimeSpan.Zero, Slots = 65 }.Validate().Select(value => value.Name).ShouldBe(["slots", "slot_timeout"]);

    private static GenerationRequest Endless(string prompt, int? max = null) => GenerationRequest.FromText(prompt, new SamplingOptions { Temperature = 0, MaxTokens = max });
}
