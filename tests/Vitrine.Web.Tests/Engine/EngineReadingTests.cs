using System.Text;
using Vitrine.Web.Engine;

namespace Vitrine.Web.Tests.Engine;

public sealed class EngineReadingTests
{
    private const string Page = """
        # TYPE vitrine_model_memory_bytes gauge
        vitrine_model_memory_bytes{gen_ai_response_model="tiny"} 2048
        vitrine_model_memory_bytes{gen_ai_response_model="other"} 4096
        vitrine_model_context_size_tokens{gen_ai_response_model="tiny"} 512
        vitrine_model_threads{gen_ai_response_model="tiny"} 2
        vitrine_model_batch_size_tokens{gen_ai_response_model="tiny"} 256
        vitrine_model_bytes_per_token{gen_ai_response_model="tiny"} 64
        vitrine_model_slots{gen_ai_response_model="tiny"} 4

        """;

    [Fact]
    public void Read_HousesPage_GivesARowForEachLoadedModel()
    {
        EnginePage.IsOurs(Encoding.UTF8.GetBytes(Page)).ShouldBeTrue();
        EnginePage.Read(Encoding.UTF8.GetBytes(Page)).ShouldBe(
        [
            new EngineFigures("tiny") { Type = "vitrine", MemoryBytes = 2048, ContextSize = 512, Threads = 2, BatchSize = 256, BytesPerToken = 64 },
            new EngineFigures("other") { Type = "vitrine", MemoryBytes = 4096 },
        ]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html># TYPE</html>")]
    [InlineData("# TYPE llamacpp:prompt_tokens_total counter\nllamacpp:prompt_tokens_total 1\n")]
    public void IsOurs_OtherPages_AreNot(string page) => EnginePage.IsOurs(Encoding.UTF8.GetBytes(page)).ShouldBeFalse();

    [Theory]
    [InlineData("""{"default_generation_settings":{"n_ctx":4096},"total_slots":1,"model_alias":"al","model_path":"/models/llama-1b.Q8_0.gguf"}""", "", "al", 4096L)]
    [InlineData("""{"default_generation_settings":{"n_ctx":4096},"model_alias":"","model_path":"/models/llama-1b.Q8_0.gguf"}""", "", "llama-1b.Q8_0", 4096L)]
    [InlineData("""{"default_generation_settings":{"n_ctx":4096},"model_path":"C:\\models\\m.gguf"}""", "", "m", 4096L)]
    [InlineData("""{"default_generation_settings":{"n_ctx":4096},"model_alias":"al"}""", "configured", "configured", 4096L)]
    [InlineData("""{"default_generation_settings":{}}""", "", "", null)]
    public void Read_Props_GivesTheOneModel(string json, string configured, string model, long? context) =>
        EngineProps.Read(Encoding.UTF8.GetBytes(json), configured).ShouldBe(new EngineFigures(model) { Type = "llama.cpp", ContextSize = context });

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("<html>")]
    [InlineData("""{"default_generation_settings":{"n_ctx":"many"}}""")]
    public void Read_NoProps_IsNull(string json) => EngineProps.Read(Encoding.UTF8.GetBytes(json), "").ShouldBeNull();
}
