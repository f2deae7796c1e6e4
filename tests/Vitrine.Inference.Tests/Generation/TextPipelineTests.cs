using Vitrine.Inference.Generation;
using Vitrine.Inference.Gguf;
using Vitrine.Inference.Sampling;
using Vitrine.Inference.Tests.Models;
using Vitrine.Inference.Tokenizers;

namespace Vitrine.Inference.Tests.Generation;

/// <summary>From tokens to events, with the tokens chosen by the test.</summary>
public sealed class TextPipelineTests
{
    private static readonly SpmTokenizer Spelled = Load([]);
    private static readonly SpmTokenizer WithThinkTokens = Load(["<think>", "</think>"]);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Append_Reasoning_IsClassifiedAndTagsAreHidden(bool tokens)
    {
        Outcome outcome = Run(tokens ? WithThinkTokens : Spelled, "<think>\nhm 🙂\n</think>\n\nDone.", trim: true, []);
        outcome.Reasoning.ShouldBe("hm 🙂\n");
        outcome.Answer.ShouldBe("Done.");
        (outcome.Pipeline.ReasoningTokens + outcome.Pipeline.CompletionTokens).ShouldBe(outcome.Tokens);
        outcome.Pipeline.CompletionTokens.ShouldBe(7);
    }

    [Fact]
    public void Append_StopText_EndsTheAnswerButNotTheReasoning()
    {
        Outcome outcome = Run(Spelled, "<think>a STOP b</think>c STOP d", trim: false, ["STOP"]);
        outcome.Reasoning.ShouldBe("a STOP b");
        outcome.Answer.ShouldBe("c ");
        outcome.Pipeline.StopText.ShouldBe("STOP");
    }

    [Theory]
    [InlineData("ends with <thi")]
    [InlineData("ends with STO")]
    [InlineData("<")]
    [InlineData("a < b")]
    public void Flush_HeldText_IsReleased(string text) => Run(Spelled, text, trim: false, ["STOP"]).Answer.ShouldBe(text);

    [Fact]
    public void Append_NoTrim_KeepsLeadingSpace() => Run(Spelled, "  a", trim: false, []).Answer.ShouldBe("  a");

    private static Outcome Run(SpmTokenizer tokenizer, string text, bool trim, string[] stops)
    {
        // Without the space prefix: the first byte of the text is the first token.
        int[] tokens = [.. tokenizer.Encode(text, addBeginning: false, parseSpecial: true)];
        var generation = new TextGeneration([1], new SamplingOptions { Stop = stops }, trim, 0, CancellationToken.None);
        var pipeline = new TextPipeline(tokenizer);
        pipeline.Reset(generation);
        for (int i = 0; i < tokens.Length && pipeline.StopText is null; i++) pipeline.Append(tokens[i], timestamp: i);
        pipeline.Flush(timestamp: tokens.Length);
        generation.HandOver();
        string answer = "";
        string reasoning = "";
        while (generation.Events.TryRead(out TokenEvent token))
        {
            if (token.IsReasoning) reasoning += token.Text;
            else answer += token.Text;
        }

        return new Outcome(answer, reasoning, tokens.Length, pipeline);
    }

    private static SpmTokenizer Load(string[] controls)
    {
        using TemporaryFile path = TestFiles.Write(new RandomModel { Pieces = ["▁", "D", "o"], Controls = controls, AddSpacePrefix = false }.ToArray());
        using GgufFile file = GgufFile.Open(path.Path);
        return new SpmTokenizer(file);
    }

    private sealed record Outcome(string Answer, string Reasoning, int Tokens, TextPipeline Pipeline);
}
