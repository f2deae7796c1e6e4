using Vitrine.Inference.Sampling;

namespace Vitrine.Inference.Tests.Sampling;

public sealed class SamplingValidatorTests
{
    [Fact]
    public void Validate_Defaults_FindsNothing() => SamplingValidator.Validate(new SamplingOptions()).ShouldBeEmpty();

    [Fact]
    public void Validate_EverythingWrong_ReportsEverything()
    {
        var options = new SamplingOptions { Temperature = -1, TopK = -2, TopP = 0, MinP = 1.1f, RepetitionPenalty = 0, MaxTokens = 0, Stop = ["", new string('x', 257)] };
        IReadOnlyList<InvalidValue> errors = SamplingValidator.Validate(options);
        errors.Select(error => error.Name).ShouldBe(["temperature", "top_k", "top_p", "min_p", "repetition_penalty", "max_tokens", "stop[0]", "stop[1]"]);
        errors[0].ShouldBe(new InvalidValue("temperature", "-1", "a number from 0 to 10"));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(-0.1f)]
    public void Validate_AbsurdMinPAndPenalty_AreRefused(float value) =>
        SamplingValidator.Validate(new SamplingOptions { MinP = value, RepetitionPenalty = value }).ShouldBe([
            new InvalidValue("min_p", value.ToString(), "a number from 0 (off) to 1"),
            new InvalidValue("repetition_penalty", value.ToString(), "a number above 0, up to 100 (1 is off)"),
        ]);

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(10.1f)]
    public void Validate_AbsurdTemperature_IsRefused(float temperature) =>
        SamplingValidator.Validate(new SamplingOptions { Temperature = temperature, TopP = float.NaN }).Select(error => error.Name).ShouldBe(["temperature", "top_p"]);

    [Fact]
    public void Validate_TooManyStops_IsRefusedOnce() =>
        SamplingValidator.Validate(new SamplingOptions { Stop = [.. Enumerable.Repeat("x", 17)] }).Single().Name.ShouldBe("stop");
}
