using System.Diagnostics.Metrics;

namespace Vitrine.Telemetry.Metrics.Meters;

/// <summary>What a BCL instrument is, whatever its numeric type.</summary>
internal enum InstrumentForm
{
    /// <summary>None that is known: a user's own subclass.</summary>
    Unknown,
    Counter,
    UpDownCounter,
    Gauge,
    Histogram,
    ObservableCounter,
    ObservableUpDownCounter,
    ObservableGauge,
}

/// <summary>Reads what matters off an instrument.</summary>
internal static class InstrumentForms
{
    private static readonly Dictionary<Type, InstrumentForm> s_forms = new()
    {
        [typeof(Counter<>)] = InstrumentForm.Counter,
        [typeof(UpDownCounter<>)] = InstrumentForm.UpDownCounter,
        [typeof(Gauge<>)] = InstrumentForm.Gauge,
        [typeof(Histogram<>)] = InstrumentForm.Histogram,
        [typeof(ObservableCounter<>)] = InstrumentForm.ObservableCounter,
        [typeof(ObservableUpDownCounter<>)] = InstrumentForm.ObservableUpDownCounter,
        [typeof(ObservableGauge<>)] = InstrumentForm.ObservableGauge,
    };

    public static InstrumentForm FormOf(Instrument instrument) =>
        instrument.GetType() is { IsGenericType: true } type && s_forms.TryGetValue(type.GetGenericTypeDefinition(), out var form) ? form : InstrumentForm.Unknown;

    public static FamilyType TypeOf(InstrumentForm form) => form switch
    {
        InstrumentForm.Counter or InstrumentForm.ObservableCounter => FamilyType.Counter,
        InstrumentForm.Histogram => FamilyType.Histogram,
        _ => FamilyType.Gauge,
    };

    /// <summary>The bounds that the instrument advises, else OpenTelemetry's for its unit.</summary>
    public static Buckets BucketsOf(Instrument instrument) => new(Advised(instrument) ?? (instrument.Unit is "s" ? s_seconds : s_default));

    private static readonly double[] s_seconds = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

    private static readonly double[] s_default = [0, 5, 10, 25, 50, 75, 100, 250, 500, 750, 1000, 2500, 5000, 7500, 10000];

    private static double[]? Advised(Instrument instrument) => instrument switch
    {
        Histogram<double> histogram => Bounds(histogram.Advice),
        Histogram<long> histogram => Bounds(histogram.Advice),
        Histogram<int> histogram => Bounds(histogram.Advice),
        Histogram<float> histogram => Bounds(histogram.Advice),
        Histogram<short> histogram => Bounds(histogram.Advice),
        Histogram<byte> histogram => Bounds(histogram.Advice),
        Histogram<decimal> histogram => Bounds(histogram.Advice),
        _ => null,
    };

    private static double[]? Bounds<T>(InstrumentAdvice<T>? advice) where T : struct, System.Numerics.INumber<T> =>
        advice?.HistogramBucketBoundaries is { } bounds ? [.. bounds.Select(double.CreateSaturating)] : null;
}
