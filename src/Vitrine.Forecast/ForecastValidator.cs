namespace Vitrine.Forecast;

/// <summary>Looks over the options before anything starts.</summary>
internal static class ForecastValidator
{
    /// <summary>One sentence for each option that cannot be used.</summary>
    public static IReadOnlyList<string> Validate(ForecastOptions options)
    {
        var errors = new List<string>();
        Check(options.Api.Count > 0, "Api: at least one address.");
        Check(options.Workers >= 1, "Workers: at least 1.");
        Check(options.QueueLength >= 1, "QueueLength: at least 1.");
        Check(options.MaxBodyBytes >= 1, "MaxBodyBytes: at least 1.");
        Check(options.RequestsPerMinute is null or >= 1, "RequestsPerMinute: at least 1, or null.");
        Check(options.InferenceTimeout > TimeSpan.Zero, "InferenceTimeout: more than nothing.");
        Check(options.RequestTimeout > TimeSpan.Zero, "RequestTimeout: more than nothing.");
        Check(options.StartupTimeout > TimeSpan.Zero, "StartupTimeout: more than nothing.");
        Check(options.Defaults.Lookback >= 1, "Defaults.Lookback: at least 1.");
        Check(options.Defaults.Horizon >= 1, "Defaults.Horizon: at least 1.");
        return errors;

        void Check(bool isSound, string sentence)
        {
            if (!isSound) errors.Add(sentence);
        }
    }
}
