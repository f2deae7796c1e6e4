using System.Diagnostics.Metrics;
using System.Numerics;
using Vitrine.Telemetry.Exposition;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Telemetry.Metrics.Meters;

/// <summary>
/// The BCL meters of the process on the metrics page: the runtime's, Kestrel's, the HTTP client's, your own. They stand behind the packs;
/// what a pack already shows under the same name is not shown twice. They belong to the pack <c>otel</c>: a documented pack's page shows none of them.
/// </summary>
public sealed class ForeignMeters : IPageSection, IDisposable
{
    private const string Part = "foreign meters";

    /// <summary>The pack whose page they belong to.</summary>
    private const string Home = "otel";

    private readonly Lock _gate = new();
    private readonly MeterListener _listener = new();
    private readonly CollectionClock _clock = new();
    private readonly Dictionary<string, InstrumentView> _views = new(StringComparer.Ordinal);
    private readonly HashSet<string> _taken;
    private readonly VitrineTelemetry _telemetry;
    private readonly ForeignMeterOptions _options;
    private readonly MeterFilter _filter;
    private readonly StateReads _noStates = new(ServiceResource.Empty);
    private InstrumentView[] _shown = [];

    private ForeignMeters(VitrineTelemetry telemetry, ForeignMeterOptions options)
    {
        (_telemetry, _options, _filter) = (telemetry, options, new MeterFilter(options));
        _taken = telemetry.Packs.SelectMany(pack => pack.Metrics.Families)
            .SelectMany(family => family is StatFamily ? StatFamily.NamesOf(family.Name) : [family.Name]).ToHashSet(StringComparer.Ordinal);
        _listener.InstrumentPublished = OnPublished;
        Listen<byte>();
        Listen<short>();
        Listen<int>();
        Listen<long>();
        Listen<float>();
        Listen<double>();
        Listen<decimal>();
    }

    /// <summary>Begins to listen and takes its place on the page.</summary>
    public static ForeignMeters Start(VitrineTelemetry telemetry, ForeignMeterOptions options)
    {
        var meters = new ForeignMeters(telemetry, options);
        telemetry.AddState(TelemetryKinds.SeriesFolded, meters.ReadFolded);
        telemetry.AddSection(meters);
        meters._listener.Start();
        return meters;
    }

    /// <summary>Stops listening; what was counted stays on the page.</summary>
    public void Dispose() => _listener.Dispose();

    bool IPageSection.IsOn(string? pack) =>
        string.Equals(pack, Home, StringComparison.Ordinal) || (pack is null && (_options.OnEveryPage || _telemetry.PackNames.Contains(Home, StringComparer.Ordinal)));

    void IPageSection.Write(ref PageWriter page)
    {
        _clock.Tick();
        try
        {
            _listener.RecordObservableInstruments();
        }
        catch (AggregateException e)
        {
            // The listener went on after each of them; the others are collected.
            foreach (var inner in e.InnerExceptions) _telemetry.Failures.Report(Part, inner);
        }

        foreach (var view in Volatile.Read(ref _shown)) view.Write(ref page, _noStates);
    }

    private void Listen<T>() where T : struct, INumber<T> => _listener.SetMeasurementEventCallback<T>(OnMeasured);

    /// <summary>Runs inside the instrumented code, on its thread: nothing may escape.</summary>
    private void OnMeasured<T>(Instrument instrument, T measured, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state) where T : struct, INumber<T>
    {
        try
        {
            ((InstrumentView)state!).Record(double.CreateSaturating(measured), tags);
        }
        catch (Exception e)
        {
            _telemetry.Failures.Report(Part, e);
        }
    }

    private void OnPublished(Instrument instrument, MeterListener listener)
    {
        try
        {
            if (_filter.Accepts(instrument) && ViewOf(instrument) is { } view) listener.EnableMeasurementEvents(instrument, view);
        }
        catch (Exception e)
        {
            _telemetry.Failures.Report(Part, e);
        }
    }

    /// <summary>The view of an instrument, or null when a pack shows that name. Instruments of one name share a view if they are of one form.</summary>
    private InstrumentView? ViewOf(Instrument instrument)
    {
        var form = InstrumentForms.FormOf(instrument);
        var type = InstrumentForms.TypeOf(form);
        var name = PrometheusName.Of(instrument.Name, instrument.Unit, type);
        if (form == InstrumentForm.Unknown || _taken.Contains(name)) return null;
        lock (_gate)
        {
            if (_views.TryGetValue(name, out var known))
            {
                return known.Form == form ? known : throw new InvalidOperationException($"'{instrument.Name}' of {instrument.Meter.Name} is a {form}, but '{name}' is a {known.Form} already; it is not shown.");
            }

            var options = new FamilyOptions(name, instrument.Description ?? instrument.Name, type, [], Presence.Absent)
            {
                Buckets = form == InstrumentForm.Histogram ? InstrumentForms.BucketsOf(instrument) : null,
                SeriesLimit = _options.SeriesLimit,
            };
            var view = new InstrumentView(form, options, _clock, _telemetry.Options.Clock);
            _views.Add(name, view);
            Volatile.Write(ref _shown, [.. _views.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value)]);
            return view;
        }
    }

    private void ReadFolded(ref StateRows rows)
    {
        foreach (var view in Volatile.Read(ref _shown))
        {
            if (view.Folded() is not var (label, folds)) continue;
            rows.Begin();
            rows.Set(TelemetryKinds.Part, view.Options.Name);
            rows.Set(TelemetryKinds.Label, label);
            rows.Set(TelemetryKinds.Count, folds);
        }
    }
}
