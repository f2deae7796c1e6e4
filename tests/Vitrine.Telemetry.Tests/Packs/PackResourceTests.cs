using System.Buffers;
using System.Diagnostics;
using System.Text;
using Vitrine.Telemetry.Exposition;
using Vitrine.Telemetry.Lines;
using Vitrine.Telemetry.Packs;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Telemetry.Tests.Packs;

/// <summary>Where packs find facts that the operation itself does not hold: in the service's resource, in a child, in several at once.</summary>
public sealed class PackResourceTests
{
    private const string Node = """
        pack: node
        labels:
          node_id: { fact: vitrine.node.id }
          model: { fact: inference/gen_ai.request.model, absent: none, unknown: stranger }
        metrics:
        - { counter: writes_total, help: Writes, from: write, labels: [node_id], presence: zero }
        - { gauge: view, help: View, read: replica, value: vitrine.consensus.view, labels: [node_id] }
        - { counter: requests_total, help: Requests by the model of their inference, from: http, labels: [model] }
        lines:
        - name: failed
          on: write
          fields:
          - node: vitrine.node.id
          - error: { template: "{error.type}: {error.message}" }
          - took: { template: "{duration} ms, {duration:go_duration}" }
          bare: true
        """;

    private readonly Captured _lines = new();

    [Theory]
    [InlineData(3, "3")]
    [InlineData(null, "")]
    public void Label_OfTheResource_IsThereBeforeAnythingHappened(int? nodeId, string shown)
    {
        using var telemetry = Make(nodeId);
        telemetry.AddState(LedgerKinds.Replica, static (ref StateRows rows) =>
        {
            rows.Begin();
            rows.Set(LedgerFacts.View, 7);
        });
        Page(telemetry).ShouldContain($"writes_total{{node_id=\"{shown}\"}} 0\n");
        using (var write = telemetry.Begin(LedgerKinds.Write).Opened()) write.End(Outcome.Ok);
        Page(telemetry).ShouldContain($"writes_total{{node_id=\"{shown}\"}} 1\n");
        Page(telemetry).ShouldContain($"view{{node_id=\"{shown}\"}} 7\n");
    }

    [Fact]
    public void Label_OfAChildScope_ReadsTheChild()
    {
        using var telemetry = Make(1);
        telemetry.AddKnown(GenAiFacts.RequestModel, new KnownValues("tiny"));
        using (var http = telemetry.Begin(HttpKinds.Http).Opened())
        {
            using (var inference = http.Begin(InferenceKinds.Inference).Set(GenAiFacts.RequestModel, "tiny").Opened()) inference.End(Outcome.Ok);
            http.End(Outcome.Ok);
        }

        Page(telemetry).ShouldContain("requests_total{model=\"tiny\"} 1\n");
    }

    [Fact]
    public void Field_Template_IsWrittenWhenOneOfItsFactsIsThere()
    {
        using var telemetry = Make(1);
        using (var write = telemetry.Begin(LedgerKinds.Write).Opened()) write.End(Outcome.Error, "no_quorum", "nobody \"there\"", write.StartTimestamp + (Stopwatch.Frequency / 25));
        using (var write = telemetry.Begin(LedgerKinds.Write).Opened()) write.End(Outcome.Ok, endTimestamp: write.StartTimestamp + (Stopwatch.Frequency / 25));
        _lines.All.ShouldBe(["""{"node":1,"error":"no_quorum: nobody \"there\"","took":"40 ms, 40ms"}""", """{"node":1,"took":"40 ms, 40ms"}"""]);
    }

    [Fact]
    public void End_WithOpenChild_AbandonsItAtTheSameInstant()
    {
        using var telemetry = Make(1);
        using var http = telemetry.Begin(HttpKinds.Http).Opened();
        using var write = http.Begin(LedgerKinds.Write, http.StartTimestamp + (Stopwatch.Frequency / 100)).Opened();
        http.End(Outcome.Cancelled, endTimestamp: http.StartTimestamp + (Stopwatch.Frequency / 20));
        write.Outcome.ShouldBe(Outcome.Abandoned);
        _lines.All.ShouldBe(["""{"node":1,"took":"40 ms, 40ms"}"""]);
    }

    [Fact]
    public void With_FactOfAnotherOrigin_IsRefused() =>
        Should.Throw<ArgumentException>(() => ServiceResource.Empty.With(LedgerFacts.View, 1)).Message.ShouldContain("vitrine.consensus.view");

    private VitrineTelemetry Make(int? nodeId)
    {
        var pack = Pack.Parse("node/pack.yaml", Node);
        return new VitrineTelemetry(new TelemetryOptions
        {
            Kinds = HouseVocabulary.All,
            Packs = [pack],
            Resource = nodeId is { } id ? ServiceResource.Empty.With(LedgerFacts.NodeId, id) : ServiceResource.Empty,
            Log = ServiceLog.Create(pack, "node", new ServiceLogOptions(), _ => _lines),
        });
    }

    private static string Page(VitrineTelemetry telemetry)
    {
        var page = new ArrayBufferWriter<byte>();
        telemetry.WriteMetrics(page, ExpositionFormat.Text);
        return Encoding.UTF8.GetString(page.WrittenSpan);
    }

    private sealed class Captured : ILineOutput
    {
        public List<string> All { get; } = [];

        public void Write(ReadOnlySpan<byte> line) => All.Add(Encoding.UTF8.GetString(line));
    }
}
