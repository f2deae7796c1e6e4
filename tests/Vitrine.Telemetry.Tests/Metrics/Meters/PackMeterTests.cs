using System.Diagnostics.Metrics;
using Vitrine.Telemetry.Metrics;
using Vitrine.Telemetry.Metrics.Meters;
using Vitrine.Telemetry.Tests.Export;
using Vitrine.Telemetry.Vocabulary;
using Vitrine.Testing;

namespace Vitrine.Telemetry.Tests.Metrics.Meters;

public sealed class PackMeterTests : IDisposable
{
    private readonly VitrineTelemetry _telemetry = Exporting.Service();
    private readonly MeterListener _listener = new();
    private readonly List<(string Name, double Value, string Tags)> _seen = [];

    public void Dispose()
    {
        _listener.Dispose();
        _telemetry.Dispose();
    }

    [Fact]
    public void PublishMeter_Listener_SeesCellsRowsAndObservations()
    {
        Exporting.Request(_telemetry);
        var meter = Listen();
        meter.Name.ShouldBe(PackMeter.Prefix + "otel");
        Exporting.Request(_telemetry);
        _listener.RecordObservableInstruments();
        _seen.ShouldContain(one => one.Name == "gen_ai_client_token_usage" && one.Value == 7 && one.Tags.Contains("gen_ai_token_type=output"));
        _seen.Count(one => one.Name == "http_server_request_duration_seconds").ShouldBe(1);
        _seen.ShouldContain(one => one.Name == "vitrine_inference_active" && one.Value == 0 && one.Tags == "gen_ai_operation_name=chat");
        _seen.ShouldContain(one => one.Name == "process_threads" && one.Value > 0);
        _seen.ShouldContain(one => one.Name == "vitrine_telemetry_dropped_total" && one.Tags == "part=fact,reason=late");
    }

    [Fact]
    public void PublishMeter_TwoCollections_ReadStatesOnceEach()
    {
        var reads = 0;
        _telemetry.AddState(RuntimeKinds.Runtime, (ref StateRows _) => reads++);
        Listen();
        _listener.RecordObservableInstruments();
        reads.ShouldBe(1);
        _listener.RecordObservableInstruments();
        reads.ShouldBe(2);
    }

    [Fact]
    public void PublishMeter_Twice_IsTheSame() => _telemetry.PublishMeter("otel").ShouldBeSameAs(_telemetry.PublishMeter("otel"));

    [Fact]
    public void PublishMeter_UnknownPack_NamesThoseThereAre() => Should.Throw<ArgumentException>(() => _telemetry.PublishMeter("x")).Message.ShouldContain("there are otel");

    [Fact]
    public void Record_ListenerThrows_TheServiceGoesOn()
    {
        Listen();
        _listener.SetMeasurementEventCallback<double>((_, _, _, _) => throw new InvalidOperationException("theirs"));
        Exporting.Request(_telemetry);
        Exporting.Page(_telemetry).ShouldContain("http_server_request_duration_seconds_count");
    }

    [Fact]
    public void Observe_ForwardedAndNobodyListens_AllocatesNothing()
    {
        using var meter = new Meter("unheard");
        var cell = new HistogramCell([], [], new Buckets([1]), Words.Alone(4));
        cell.ForwardTo(meter.CreateHistogram<double>("unheard"), []);
        Allocations.MedianBytes(() => cell.Observe(0.5)).ShouldBe(0);
    }

    private Meter Listen()
    {
        var meter = _telemetry.PublishMeter("otel");
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter, meter)) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) =>
        {
            var text = new List<string>();
            foreach (var (key, tag) in tags) text.Add($"{key}={tag}");
            _seen.Add((instrument.Name, value, string.Join(',', text)));
        });
        _listener.Start();
        return meter;
    }
}
