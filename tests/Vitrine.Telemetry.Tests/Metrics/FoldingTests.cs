using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Telemetry.Tests.Metrics;

public sealed class FoldingTests
{
    private const string Pack = """
        pack: test
        labels:
          model: { fact: gen_ai.request.model, unknown: unknown }
          path: { fact: url.path, unknown: other, admit: 3 }
          response: { fact: gen_ai.response.model, absent: none, map: { a: alpha } }
          user_id: { fact: user.id, expose: false }
        metrics:
        - { counter: by_model_total, help: h, from: inference, labels: [model] }
        - { counter: by_path_total, help: h, from: http, labels: [path] }
        - { counter: by_response_total, help: h, from: inference, labels: [response], limit: 5 }
        - { counter: by_user_total, help: h, from: http, labels: [user_id] }
        """;

    [Fact]
    public void Label_ClientChosenAndUnknown_FoldsBeforeItIsLookedUp()
    {
        using var service = new PackService(Pack);
        var known = new KnownValues("nobody yet");
        service.Telemetry.AddKnown(GenAiFacts.RequestModel, known);
        known.Replace(["tiny"]);
        for (var i = 0; i < 100_000; i++) Infer(service, "stranger-" + i, "r");
        Infer(service, "tiny", "r");
        service.Samples("by_model_total").ShouldBe(["by_model_total{model=\"unknown\"} 100000", "by_model_total{model=\"tiny\"} 1"]);
    }

    [Fact]
    public void Label_WithAdmission_ShowsTheFirstAndFoldsTheRest()
    {
        using var service = new PackService(Pack);
        for (var i = 0; i < 10; i++) Request(service, "/" + i);
        Request(service, "/1");
        service.Samples("by_path_total").ShouldBe(
        [
            "by_path_total{path=\"/0\"} 1", "by_path_total{path=\"/1\"} 2", "by_path_total{path=\"/2\"} 1", "by_path_total{path=\"other\"} 7",
        ]);
    }

    [Fact]
    public void Label_MapAndAbsent_RenameTheValue()
    {
        using var service = new PackService(Pack);
        Infer(service, "m", "a");
        Infer(service, "m", "b");
        Infer(service, "m", null);
        service.Samples("by_response_total").ShouldBe(
        [
            "by_response_total{response=\"alpha\"} 1", "by_response_total{response=\"b\"} 1", "by_response_total{response=\"none\"} 1",
        ]);
    }

    [Fact]
    public void Family_PastItsLimit_FoldsAndSaysWhichLabelExploded()
    {
        using var service = new PackService(Pack);
        for (var i = 0; i < 20; i++) Infer(service, "m", "model-" + i);
        var samples = service.Samples("by_response_total");
        samples.Length.ShouldBe(6);
        samples[^1].ShouldBe("by_response_total{response=\"other\"} 15");
        var family = service.Telemetry.Packs[0].Metrics.Families.Single(family => family.Name == "by_response_total");
        family.ExplodedLabel.ShouldBe("response");
    }

    [Fact]
    public void Label_NotExposed_ShowsWhatStandsInstead()
    {
        using var service = new PackService(Pack);
        using (var http = service.Telemetry.Begin(HttpKinds.Http).Set(HttpFacts.UserId, "ann")) http.End(Outcome.Ok);
        service.Samples("by_user_total").ShouldBe(["by_user_total{user_id=\"_all\"} 1"]);
    }

    [Fact]
    public void Label_HostileText_IsEscapedInBothFormats()
    {
        using var service = new PackService(Pack);
        Infer(service, "m", "a\"b\\c\nd\u2028é😀");
        service.Page.ShouldContain("by_response_total{response=\"a\\\"b\\\\c\\nd\u2028é😀\"} 1\n");
    }

    private static void Infer(PackService service, string model, string? response)
    {
        using var inference = service.Telemetry.Begin(InferenceKinds.Inference).Set(GenAiFacts.RequestModel, model).Set(GenAiFacts.ResponseModel, response);
        inference.End(Outcome.Ok);
    }

    private static void Request(PackService service, string path)
    {
        using var http = service.Telemetry.Begin(HttpKinds.Http).Set(HttpFacts.Path, path);
        http.End(Outcome.Ok);
    }
}
