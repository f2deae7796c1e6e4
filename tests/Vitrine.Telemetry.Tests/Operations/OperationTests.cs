using System.Buffers;
using System.Text;
using Vitrine.Telemetry.Exposition;
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
            using (var inference = http.Begin(InferenceKinds.Inference).Set(GenAiFacts.RequestModel, "tiny").Opened())
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

    private static VitrineTelemetry Kronk() => new(new TelemetryOptions
    {
        ServiceName = "model",
        Kinds = HouseVocabulary.All,
        Packs = [new PackStore().Load("kronk")],
    });

    private static string Page(VitrineTelemetry telemetry)
    {
        var page = new ArrayBufferWriter<byte>();
        telemetry.WriteMetrics(page, ExpositionFormat.Text);
        return Encoding.UTF8.GetString(page.WrittenSpan);
    }
}
