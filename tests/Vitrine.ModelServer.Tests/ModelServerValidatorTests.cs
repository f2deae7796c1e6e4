using Vitrine.ModelServer.Tests.Support;
using Vitrine.Telemetry.Hosting;

namespace Vitrine.ModelServer.Tests;

public sealed class ModelServerValidatorTests
{
    [Fact]
    public void Validate_EverythingWrong_ListsEverything() => ModelServerValidator.Validate(new ModelServerOptions
    {
        ModelPath = "nowhere.gguf",
        Name = " ",
        ModelFolder = "no-folder",
        ModelsInPool = 0,
        BudgetPercent = 101,
        BudgetBytes = 0,
        IdleTime = TimeSpan.FromSeconds(-1),
        Api = [],
        ContextSize = 1,
        Threads = 0,
        Slots = 0,
        SlotTimeout = TimeSpan.Zero,
        BatchSize = 0,
        QueueLength = 0,
        MaxTokens = 0,
        MaxInputs = 0,
        RequestTimeout = TimeSpan.Zero,
        KeepAlive = TimeSpan.Zero,
        DrainTimeout = TimeSpan.FromSeconds(-1),
    }).ShouldBe(
    [
        "The model's file 'nowhere.gguf' does not exist.",
        "The folder of models 'no-folder' does not exist.",
        "The model's name is empty: leave it out to use the file's name.",
        "The API has no address: give at least one.",
        "context_length is 1; accepted is an integer from 2 to 16777216.",
        "threads is 0; accepted is an integer from 1 to 1024.",
        "slots is 0; accepted is an integer from 1 to 64.",
        "slot_timeout is 00:00:00; accepted is a time above 0.",
        "batch_size is 0; accepted is an integer from 1 to 4096.",
        "queue_capacity is 0; accepted is an integer from 1 to 1048576.",
        "models_in_pool is 0; accepted is an integer of at least 1.",
        "budget_percent is 101; accepted is a number above 0, up to 100.",
        "budget_bytes is 0; accepted is an integer of at least 1.",
        "The idle time of a model is -1 s; accepted is 0 to 86400 s.",
        "max_tokens is 0; accepted is an integer of at least 1.",
        "max_inputs is 0; accepted is an integer from 1 to 100000.",
        "The request timeout is 0 s; accepted is 1 to 86400 s.",
        "The keep-alive interval is 0 s; accepted is 0.1 to 86400 s.",
        "The shutdown timeout is -1 s; accepted is 0 to 86400 s.",
    ]);

    [Fact]
    public void Validate_Defaults_AreFine() => ModelServerValidator.Validate(new ModelServerOptions { ModelPath = ModelServerFixture.TinyModel }).ShouldBeEmpty();

    [Fact]
    public async Task Start_WithWrongOptions_ThrowsAllOfThem()
    {
        var failed = await Should.ThrowAsync<ServerException>(() => ModelServerRole.StartAsync(new ModelServerOptions { ModelPath = "nowhere.gguf", BatchSize = 0 }));
        failed.Message.ShouldContain("nowhere.gguf");
        failed.Message.ShouldContain("batch_size is 0");
    }

    [Theory]
    [InlineData("/models/Qwen3-8B-Q8_0.gguf", "Qwen3-8B-Q8_0")]
    [InlineData("big-00001-of-00003.gguf", "big")]
    [InlineData("v1.5.gguf", "v1.5")]
    public void ModelName_OfAFile_IsWithoutExtensionAndPart(string path, string name) => Vitrine.ModelServer.Models.ModelName.Of(path).ShouldBe(name);
}
