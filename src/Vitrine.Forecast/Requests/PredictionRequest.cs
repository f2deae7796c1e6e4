namespace Vitrine.Forecast.Requests;

/// <summary>A valid request: what is asked for, with the parameters that all its series share.</summary>
/// <param name="Series">At least one.</param>
/// <param name="IsBatch">Whether it came as a batch; the answer is then a list.</param>
internal sealed record PredictionRequest(IReadOnlyList<RequestedSeries> Series, bool IsBatch)
{
    /// <value>Steps to predict, per series.</value>
    public int Horizon => Series[0].Future.Ticks.Length;

    /// <summary>The request, or null when its series differ in what a batch must share.</summary>
    public static PredictionRequest? Of(IReadOnlyList<RequestedSeries> series, bool isBatch, ValidationIssues issues)
    {
        var first = series[0];
        for (var i = 1; i < series.Count; i++)
        {
            if (Difference(first, series[i]) is not { } field) continue;
            issues.Add(new ValidationIssue("value_error", ["body", "items", i, "overrides", field], $"Value error, Batch items must share the same {field} override"));
            return null;
        }

        return new PredictionRequest(series, isBatch);
    }

    private static string? Difference(RequestedSeries first, RequestedSeries other)
    {
        if (first.Future.Ticks.Length != other.Future.Ticks.Length) return "pred_len";
        var (a, b) = (first.Sampling, other.Sampling);
        return a.Temperature != b.Temperature ? "temperature" : a.TopK != b.TopK ? "top_k" : a.TopP != b.TopP ? "top_p" : a.SampleCount != b.SampleCount ? "sample_count" : null;
    }
}
