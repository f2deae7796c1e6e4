using Vitrine.Forecast.Engine;

namespace Vitrine.Forecast.Requests;

/// <summary>Holds a series against the rules that only the whole of it tells, and takes what the model looks at.</summary>
/// <param name="limits">The bounds of a request.</param>
/// <param name="defaults">What applies where a request says nothing.</param>
internal sealed class SeriesRules(RequestLimits limits, PredictionDefaults defaults)
{
    /// <summary>The series, or null when it breaks a rule; each broken rule is added.</summary>
    /// <param name="draft">What was read.</param>
    /// <param name="needsId">Whether it must have a name, as in a batch.</param>
    /// <param name="issues">Where broken rules go; what is unsound already is not checked further.</param>
    public RequestedSeries? Take(in SeriesDraft draft, bool needsId, ValidationIssues issues)
    {
        if (needsId && !draft.HasSeriesId) issues.Add(new ValidationIssue("missing", [.. draft.Path, "series_id"], "Field required"));
        CheckLength(draft, "candles", draft.Candles.IsPresent, draft.Candles.Count, limits.MaxCandles, issues);
        CheckTimes(draft, "timestamps", draft.Times, isRequired: true, limits.MaxCandles, issues);
        CheckTimes(draft, "prediction_timestamps", draft.Future, isRequired: false, limits.MaxHorizon, issues);
        if (!issues.IsEmpty) return null;
        CheckAgreement(draft, issues);
        return issues.IsEmpty ? Take(draft, issues) : null;
    }

    private RequestedSeries? Take(in SeriesDraft draft, ValidationIssues issues)
    {
        var future = draft.Future.IsPresent
            ? draft.Future.ToFuture()
            : FutureTimes.Continue(draft.Times.Ticks, draft.Times.LastZone, draft.Overrides.Horizon ?? defaults.Horizon);
        if (future is null)
        {
            Break(issues, draft, "prediction_timestamps", "the steps of timestamps lead beyond the calendar: send prediction_timestamps");
            return null;
        }

        var count = Math.Min(draft.Candles.Count, defaults.Lookback);
        var history = draft.Candles.Newest(count, draft.Times.Newest(count));
        return new RequestedSeries(draft.SeriesId, draft.Candles.Count, history, future, SamplingOf(draft.Overrides), draft.IncludeBands);
    }

    private SamplingOptions SamplingOf(Overrides overrides) => new(
        overrides.Temperature ?? defaults.Temperature, overrides.TopK ?? defaults.TopK, overrides.TopP ?? defaults.TopP, overrides.SampleCount ?? defaults.SampleCount, overrides.Seed, defaults.Clip);

    private static void CheckAgreement(in SeriesDraft draft, ValidationIssues issues)
    {
        var (times, future) = (draft.Times, draft.Future);
        if (times.Count != draft.Candles.Count) Break(issues, draft, "timestamps", "timestamps must have as many entries as candles");
        if (!future.IsPresent)
        {
            if (times.Count < 2) Break(issues, draft, "prediction_timestamps", "prediction_timestamps are required where one candle alone tells no step");
            return;
        }

        if ((future.Zone == WrittenTime.NoZone) != (times.Zone == WrittenTime.NoZone)) Break(issues, draft, "prediction_timestamps", "prediction_timestamps and timestamps must both name a zone, or neither");
        if (future.Ticks[0] <= times.Ticks[^1]) Break(issues, draft, "prediction_timestamps", "prediction_timestamps must begin after the last of timestamps");
        if (draft.Overrides.Horizon is { } horizon && horizon != future.Count) issues.Add(new ValidationIssue("value_error", [.. draft.Path, "overrides", "pred_len"], $"Value error, pred_len must equal the number of prediction_timestamps, {future.Count}"));
    }

    private static void CheckTimes(in SeriesDraft draft, string list, TimeColumn times, bool isRequired, int most, ValidationIssues issues)
    {
        if (!times.IsPresent && !isRequired) return;
        CheckLength(draft, list, times.IsPresent, times.Count, most, issues);
        if (times.FirstMixture >= 0) issues.Add(new ValidationIssue("value_error", new ListPlace(draft.Path, list, times.FirstMixture).Path, $"Value error, {list} must all name a zone, or none of them"));
        else if (times.FirstDisorder >= 0) issues.Add(new ValidationIssue("value_error", new ListPlace(draft.Path, list, times.FirstDisorder).Path, $"Value error, {list} must be strictly ascending"));
    }

    private static void CheckLength(in SeriesDraft draft, string list, bool isPresent, int count, int most, ValidationIssues issues)
    {
        IReadOnlyList<object> path = [.. draft.Path, list];
        if (!isPresent && issues.Mentions(path)) return;
        if (!isPresent) issues.Add(new ValidationIssue("missing", path, "Field required"));
        else if (count == 0) issues.Add(new ValidationIssue("too_short", path, "List should have at least 1 item after validation, not 0", null, ("min_length", 1)));
        else if (count > most) issues.Add(new ValidationIssue("too_long", path, $"List should have at most {most} items after validation, not {count}", null, ("max_length", most)));
    }

    private static void Break(ValidationIssues issues, in SeriesDraft draft, string field, string rule) => issues.Add(new ValidationIssue("value_error", [.. draft.Path, field], $"Value error, {rule}"));
}
