namespace Vitrine.Traffic;

/// <summary>The spread of a duration, in milliseconds.</summary>
internal sealed record Percentiles(long Count, double P50Ms, double P90Ms, double P95Ms, double P99Ms, double MaxMs)
{
    /// <summary>Those of a recorder; null when it is empty.</summary>
    public static Percentiles? Of(LatencyRecorder recorder) => recorder.Count == 0 ? null : new Percentiles(
        recorder.Count, MsOf(recorder, 0.5), MsOf(recorder, 0.9), MsOf(recorder, 0.95), MsOf(recorder, 0.99), recorder.Max.TotalMilliseconds);

    private static double MsOf(LatencyRecorder recorder, double quantile) => recorder.Quantile(quantile).TotalMilliseconds;
}
