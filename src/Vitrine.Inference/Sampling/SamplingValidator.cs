namespace Vitrine.Inference.Sampling;

/// <summary>Checks sampling options and reports everything that is wrong with them at once.</summary>
public static class SamplingValidator
{
    private const int MaxStops = 16;
    private const int MaxStopLength = 256;

    /// <summary>The values out of range, by the names that clients use; empty when all is well.</summary>
    public static IReadOnlyList<InvalidValue> Validate(SamplingOptions options)
    {
        var errors = new List<InvalidValue>();
        Check(options.Temperature is >= 0 and <= 10, "temperature", options.Temperature, "a number from 0 to 10");
        Check(options.TopK is >= 0 and <= 1_000_000, "top_k", options.TopK, "an integer from 0 (off) to 1000000");
        Check(options.TopP is > 0 and <= 1, "top_p", options.TopP, "a number above 0, up to 1");
        Check(options.MinP is >= 0 and <= 1, "min_p", options.MinP, "a number from 0 (off) to 1");
        Check(options.RepetitionPenalty is > 0 and <= 100, "repetition_penalty", options.RepetitionPenalty, "a number above 0, up to 100 (1 is off)");
        Check(options.MaxTokens is null or >= 1, "max_tokens", options.MaxTokens, "an integer of at least 1");
        Check(options.Stop.Count <= MaxStops, "stop", $"{options.Stop.Count} texts", $"at most {MaxStops} texts");
        for (int i = 0; i < Math.Min(options.Stop.Count, MaxStops); i++)
            Check(options.Stop[i] is { Length: >= 1 and <= MaxStopLength }, $"stop[{i}]", $"{options.Stop[i]?.Length ?? 0} characters", $"a text of 1 to {MaxStopLength} characters");
        return errors;

        void Check(bool valid, string name, object? value, string accepted)
        {
            if (!valid) errors.Add(new InvalidValue(name, value?.ToString() ?? "null", accepted));
        }
    }
}
