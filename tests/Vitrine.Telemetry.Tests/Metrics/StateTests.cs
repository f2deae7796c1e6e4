using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Telemetry.Tests.Metrics;

public sealed class StateTests
{
    private const string Pack = """
        pack: test
        labels: { model_id: { fact: gen_ai.response.model } }
        metrics:
        - { gauge: memory_bytes, help: h, read: loaded_model, value: vitrine.model.memory, labels: [model_id] }
        - { gauge: models_loaded, help: h, read: loaded_model, labels: [model_id], when: { vitrine.model.memory: "> 5" } }
        """;

    [Fact]
    public void Read_RowThatIsGone_IsASeriesThatIsGone()
    {
        using var service = new PackService(Pack);
        var loaded = new List<(string Name, long Memory)> { ("a", 10), ("b", 3) };
        service.Telemetry.AddState(ModelKinds.Loaded, (ref StateRows rows) =>
        {
            foreach (var (name, memory) in loaded)
            {
                rows.Begin();
                rows.Set(GenAiFacts.ResponseModel, name);
                rows.Set(ModelFacts.Memory, memory);
            }
        });
        service.Samples("memory_bytes").ShouldBe(["memory_bytes{model_id=\"a\"} 10", "memory_bytes{model_id=\"b\"} 3"]);
        service.Samples("models_loaded").ShouldBe(["models_loaded{model_id=\"a\"} 1"]);
        loaded.RemoveAt(0);
        service.Samples("memory_bytes").ShouldBe(["memory_bytes{model_id=\"b\"} 3"]);
    }

    [Fact]
    public void Read_ReaderThatThrows_LosesItsOwnRowsAndIsCounted()
    {
        using var service = new PackService(Pack);
        service.Telemetry.AddState(ModelKinds.Loaded, (ref StateRows rows) => throw new InvalidOperationException("no"));
        service.Telemetry.AddState(ModelKinds.Loaded, (ref StateRows rows) =>
        {
            rows.Begin();
            rows.Set(GenAiFacts.ResponseModel, "b");
            rows.Set(ModelFacts.Memory, 1);
        });
        service.Samples("memory_bytes").ShouldBe(["memory_bytes{model_id=\"b\"} 1"]);
        service.Telemetry.Failures.All.ShouldBe([("state loaded_model", 1L)]);
    }
}
