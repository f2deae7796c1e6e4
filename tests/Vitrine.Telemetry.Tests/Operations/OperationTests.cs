using System.Buffers;
using System.Text;
using Vitrine.Telemetry.Exposition;
using Vitrine.Telemetry.Lines;
using Vitrine.Telemetry.Packs;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Telemetry.Tests.Operations;

public sealed class OperationTests
{
    [Fact]
    public void End_WholeInference_MovesEveryFamilyOnce()
    {
        using var telemetry = Kronk();
        using (var http = telemetry.Begin(HttpKinds.Http).Set(HttpFacts.Method, "POST").Opened())
        {
            using (var inference = http.Begin(InferenceKinds.Inference).Set(GenAiFacts.OperationName, "chat").Set(GenAiFacts.RequestModel, "tiny").Opened())
            {
                inference.Set(GenAiFacts.ResponseModel, "tiny").Set(GenAiFacts.InputTokens, 12).Set(GenAiFacts.OutputTokens, 3);
                inference.End(Outcome.Ok);
            }

            http.Set(HttpFacts.StatusCode, 200).End(Outcome.Ok);
        }

        var page = Page(telemetry);
        page.ShouldContain("\nrequests 1\n");
        page.ShouldContain("\nerrors 0\n");
        page.ShouldContain("usage_prompt_tokens_avg{model_id=\"tiny\"} 12\n");
        page.ShouldNotContain("model_load_avg");
    }

    [Fact]
    public void End_WithALog_WritesTheLinesOfThePack()
    {
        var output = new Captured();
        using var telemetry = Kronk(output);
        using (var http = telemetry.Begin(HttpKinds.Http).Set(HttpFacts.Method, "POST").Set(HttpFacts.Target, "/v1/x?\n\"").Opened())
            http.Set(HttpFacts.Route, "/v1/x").Set(HttpFacts.StatusCode, 404).Set(HttpFacts.Status, "not_found").End(Outcome.Error, "not_found", "no such model");
        output.All.Count.ShouldBe(3);
        output.All[0].ShouldContain("\"msg\":\"request started\",\"service\":\"KRONK\",\"method\":\"POST\",\"path\":\"/v1/x?\\n\\\"\"");
        output.All[1].ShouldContain("\"statuscode\":\"not_found\"");
        output.All[2].ShouldContain("\"level\":\"ERROR\"");
        telemetry.Reconcile().ShouldAllBe(equation => equation.Holds);
    }

    private static VitrineTelemetry Kronk(Captured? output = null) => new(new TelemetryOptions
    {
        ServiceName = "model",
        Kinds = HouseVocabulary.All,
        Packs = [new PackStore().Load("kronk"), new PackStore().Load("otel")],
        Log = output is null ? null : ServiceLog.Create(new PackStore().Load("kronk"), "KRONK", new ServiceLogOptions(), _ => output),
    });

    private sealed class Captured : ILineOutput
    {
        public List<string> All { get; } = [];

        public void Write(ReadOnlySpan<byte> line) => All.Add(Encoding.UTF8.GetString(line));
    }

    private static string Page(VitrineTelemetry telemetry)
    {
        var page = new ArrayBufferWriter<byte>();
        telemetry.WriteMetrics(page, ExpositionFormat.Text);
        return Encoding.UTF8.GetString(page.WrittenSpan);
    }
}
