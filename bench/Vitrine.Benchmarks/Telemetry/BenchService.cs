using Vitrine.Telemetry;
using Vitrine.Telemetry.Lines;
using Vitrine.Telemetry.Packs;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Benchmarks.Telemetry;

/// <summary>A service with a pack made for measuring: bound and resolved points, a histogram, and whole operations under kronk and otel.</summary>
internal static class BenchService
{
    public static readonly Fact<string> Model = Fact.Text("bench.model", FactOrigin.Resolved);
    public static readonly Fact<string> Path = Fact.Text("bench.path", FactOrigin.Resolved);
    public static readonly Fact<long> Status = Fact.Integer("bench.status");
    public static readonly Kind Counted = Kind.Point("bench_counted", Model, Path, Status);
    public static readonly Kind Carrier = Kind.Scope("bench_carrier", [], Model, Path, Status);
    public static readonly Kind Observed = Kind.Point("bench_observed", Model, Path, Status);

    private const string Yaml = """
        pack: bench
        labels:
          model: { fact: bench.model }
          path: { fact: bench.path }
          status: { fact: bench.status }
        metrics:
        - { counter: bench_counted_total, help: counted, from: bench_counted, labels: [model, path, status], limit: 200000 }
        - { histogram: bench_observed_seconds, help: observed, from: bench_observed, value: value, labels: [model, path, status], buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60], limit: 200000 }
        """;

    /// <summary>The point service.</summary>
    public static VitrineTelemetry Points() => new(new TelemetryOptions
    {
        ServiceName = "bench",
        Kinds = [Counted, Observed, Carrier],
        Packs = [Pack.Parse("bench.yaml", Yaml)],
    });

    /// <summary>A model server's telemetry with both its packs and a log.</summary>
    public static VitrineTelemetry ModelServer(ILineOutput? output)
    {
        var kronk = new PackStore().Load("kronk");
        var telemetry = new VitrineTelemetry(new TelemetryOptions
        {
            ServiceName = "bench",
            Kinds = HouseVocabulary.All,
            Packs = [kronk, new PackStore().Load("otel")],
            Log = output is null ? null : ServiceLog.Create(kronk, "KRONK", new ServiceLogOptions(), _ => output),
        });
        telemetry.AddKnown(GenAiFacts.RequestModel, new KnownValues("tiny"));
        telemetry.AddKnown(HttpFacts.Method, new KnownValues("GET", "POST"));
        return telemetry;
    }

    /// <summary>One chat as the model server describes it, without a span.</summary>
    public static void Chat(VitrineTelemetry telemetry)
    {
        using var http = telemetry.Begin(HttpKinds.Http).Set(HttpFacts.Method, "POST").Set(HttpFacts.Path, "/v1/chat/completions").Set(HttpFacts.Target, "/v1/chat/completions").Opened();
        using (var inference = http.Begin(InferenceKinds.Inference).Set(GenAiFacts.OperationName, "chat").Set(GenAiFacts.RequestModel, "tiny").Opened())
        {
            inference.Set(GenAiFacts.ResponseModel, "tiny").Set(GenAiFacts.InputTokens, 20).Set(GenAiFacts.OutputTokens, 60).Set(GenAiFacts.TotalTokens, 80);
            using (var prefill = inference.Begin(InferenceKinds.Prefill)) prefill.End(Outcome.Ok);
            using (var decode = inference.Begin(InferenceKinds.Decode)) decode.End(Outcome.Ok);
            inference.End(Outcome.Ok);
        }

        http.Set(HttpFacts.Route, "/v1/chat/completions").Set(HttpFacts.StatusCode, 200).Set(HttpFacts.Status, "ok");
        http.End(Outcome.Ok);
    }
}
