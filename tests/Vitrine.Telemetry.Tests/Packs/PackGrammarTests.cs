using System.Buffers;
using System.Text;
using Vitrine.Telemetry.Documents;
using Vitrine.Telemetry.Exposition;
using Vitrine.Telemetry.Lines;
using Vitrine.Telemetry.Packs;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Telemetry.Tests.Packs;

/// <summary>The odd corners of pack.yaml, each with the smallest pack that needs it.</summary>
public sealed class PackGrammarTests
{
    private const string Odd = """
        pack: odd
        labels:
          model: { fact: gen_ai.request.model, unknown: unknown }
          loaded: { fact: gen_ai.response.model }
        metrics:
        - counter: answers_total
          help: Answers, by the model asked for and by the model that answered
          labels: [model]
          feeds:
          - { from: inference }
          - { from: inference, bind: { model: loaded } }
        lines:
        - name: done
          on: http
          stream: access
          bare: true
          fields:
          - model: inference/gen_ai.request.model
          - seen: queue_wait/outcome
          - wait: { fact: queue_wait/duration, absent: "0" }
          - tokens: { fact: inference/gen_ai.usage.output_tokens, omit: never }
          text:
          - 'tokens={inference/gen_ai.usage.input_tokens}/{inference/gen_ai.usage.output_tokens}'
        """;

    [Fact]
    public void Bind_TwoLabelsOfOneName_ReadsEachFact()
    {
        using var telemetry = Make(Odd, null);
        using (var inference = telemetry.Begin(InferenceKinds.Inference).Set(GenAiFacts.RequestModel, "stranger").Opened())
            inference.Set(GenAiFacts.ResponseModel, "tiny").End(Outcome.Ok);
        var page = new ArrayBufferWriter<byte>();
        telemetry.WriteMetrics(page, ExpositionFormat.Text);
        var text = Encoding.UTF8.GetString(page.WrittenSpan);
        text.ShouldContain("answers_total{model=\"unknown\"} 1\n");
        text.ShouldContain("answers_total{model=\"tiny\"} 1\n");
    }

    [Fact]
    public void ChildSource_GrandchildEnded_IsReadOnTheParentsLine()
    {
        var output = new Captured();
        using var telemetry = Make(Odd, output);
        Run(telemetry, withInference: true);
        output.All.ShouldBe(["""{"model":"m","seen":"timeout","wait":20,"tokens":null}"""]);
    }

    [Fact]
    public void ChildSource_NoSuchChild_IsAbsent()
    {
        var output = new Captured();
        using var telemetry = Make(Odd, output);
        Run(telemetry, withInference: false);
        output.All.ShouldBe(["""{"wait":0,"tokens":null}"""]);
    }

    [Fact]
    public void TextForm_NumberAbsentInAKeptSegment_ReadsZero()
    {
        var output = new Captured();
        using var telemetry = Make(Odd, output, asText: true);
        Run(telemetry, withInference: true);
        output.All.ShouldBe(["tokens=12/0"]);
    }

    [Fact]
    public void AccessLine_FilterOfTheLogIsHigher_IsWrittenAllTheSame()
    {
        var output = new Captured();
        using var telemetry = Make(Odd, output, filter: "error");
        Run(telemetry, withInference: true);
        output.All.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("inference/gen_ai.request.modle", "'inference' never carries|there is no fact")]
    [InlineData("inferense/gen_ai.request.model", "inference")]
    [InlineData("inference/vitrine.slot", "'inference' never carries the fact 'vitrine.slot'.")]
    public void ChildSource_WrongName_IsAnErrorWithItsPlace(string source, string expected)
    {
        var error = Should.Throw<DocumentException>(() => Make(Odd.Replace("inference/gen_ai.request.model", source, StringComparison.Ordinal), null));
        error.Message.ShouldMatch(expected);
    }

    private static void Run(VitrineTelemetry telemetry, bool withInference)
    {
        using var http = telemetry.Begin(HttpKinds.Http).Opened();
        if (withInference)
        {
            using var inference = http.Begin(InferenceKinds.Inference).Set(GenAiFacts.RequestModel, "m").Set(GenAiFacts.InputTokens, 12).Opened();
            using (var wait = inference.Begin(InferenceKinds.QueueWait, http.StartTimestamp)) wait.End(Outcome.Timeout, endTimestamp: http.StartTimestamp + System.Diagnostics.Stopwatch.Frequency / 50);
            inference.End(Outcome.Ok);
        }

        http.End(Outcome.Ok);
    }

    private static VitrineTelemetry Make(string pack, Captured? output, bool asText = false, string filter = "info")
    {
        var parsed = Pack.Parse("odd/pack.yaml", pack);
        return new VitrineTelemetry(new TelemetryOptions
        {
            Kinds = HouseVocabulary.All,
            Packs = [parsed],
            Log = output is null ? null : ServiceLog.Create(parsed, "odd", new ServiceLogOptions { AccessAsText = asText, Filter = filter }, _ => output),
        });
    }

    private sealed class Captured : ILineOutput
    {
        public List<string> All { get; } = [];

        public void Write(ReadOnlySpan<byte> line) => All.Add(Encoding.UTF8.GetString(line));
    }
}
