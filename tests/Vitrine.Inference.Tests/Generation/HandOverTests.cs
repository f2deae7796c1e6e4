using System.Diagnostics;
using Vitrine.Inference.Generation;
using Vitrine.Inference.Sampling;
using Vitrine.Inference.Tests.Models;

namespace Vitrine.Inference.Tests.Generation;

/// <summary>When a reader is woken: at once for what comes after a rest, together for what comes within it, and always before the engine may take long.</summary>
public sealed class HandOverTests
{
    private static readonly CancellationToken Deadline = new CancellationTokenSource(TimeSpan.FromMinutes(2)).Token;
    private static readonly long Rest = (long)(TextGeneration.RestMs * Stopwatch.Frequency / 1000);
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly TextGeneration _generation = new([1], new SamplingOptions(), trimStart: false, queuedTimestamp: 1, CancellationToken.None);

    [Fact]
    public void Write_FirstToken_GoesAtOnceWithAllItsEvents()
    {
        Write("a", 0);
        Write("b", 0);
        Read().ShouldBe("ab");
    }

    [Fact]
    public void Write_WithinTheRest_GoesWithTheFirstTokenAfterIt()
    {
        Write("a", 0);
        Read().ShouldBe("a");
        Write("b", 1);
        Write("c", Rest - 1);
        Read().ShouldBe("");
        Write("d", Rest);
        Read().ShouldBe("bcd");
        Write("e", Rest + 1);
        Read().ShouldBe("");
    }

    [Fact]
    public void Write_SlowerThanTheRest_KeepsNothing()
    {
        for (int i = 0; i < 3; i++)
        {
            Write("x", i * Rest);
            Read().ShouldBe("x");
        }
    }

    [Fact]
    public void HandOver_WithinTheRest_GivesWhatWasKept()
    {
        Write("a", 0);
        Write("b", 1);
        _generation.HandOver();
        Read().ShouldBe("ab");
    }

    [Fact]
    public async Task Complete_WithinTheRest_GivesWhatWasKeptFirst()
    {
        Write("a", 0);
        Write("b", 1);
        _generation.Complete(new GenerationResult { FinishReason = FinishReason.Stop, PromptTokens = 1, Timings = default });
        string.Concat((await _generation.ReadAllAsync(Deadline).ToListAsync(Deadline)).Select(token => token.Text)).ShouldBe("ab");
    }

    [Fact]
    public async Task Engine_ThatIsHeldUp_HasGivenEveryTokenItChose()
    {
        using TestEngine test = new(contextLength: 50_000);
        using var stop = new CancellationTokenSource();
        TextGeneration running = test.Submit(GenerationRequest.FromText("ab", new SamplingOptions { Temperature = 0 }), stop.Token);
        int read = 0;
        for (int i = 0; i < 20; i++)
        {
            await running.Events.WaitToReadAsync(Deadline);
            test.Core.Take(1);
            try
            {
                SpinWait.SpinUntil(() => test.Core.Waiting == 1, TimeSpan.FromMinutes(2)).ShouldBeTrue();
                while (running.Events.TryRead(out TokenEvent token)) read += token.TokenId >= 0 ? 1 : 0;
                // The token chosen last is computed with the next batch only.
                read.ShouldBe(test.Engine.Counters.KvPositionsUsed - running.PromptTokens + 1);
            }
            finally
            {
                test.Core.Return(1);
            }
        }

        await stop.CancelAsync();
    }

    private void Write(string text, long ticks) => _generation.Write(new TokenEvent(text, 1, _start + ticks, false));

    private string Read()
    {
        string text = "";
        while (_generation.Events.TryRead(out TokenEvent token)) text += token.Text;
        return text;
    }
}
