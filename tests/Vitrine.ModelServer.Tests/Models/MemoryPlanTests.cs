using Vitrine.ModelServer.Tests.Support;
using Vitrine.Inference.Generation;
using Vitrine.ModelServer.Models;

namespace Vitrine.ModelServer.Tests.Models;

public sealed class MemoryPlanTests
{
    [Theory]
    [InlineData(null)]
    [InlineData(64)]
    public void Plan_OfTheTinyModel_IsWhatItTakesWhenItIsLoaded(int? contextSize)
    {
        var options = new ModelServerOptions { ModelPath = ModelServerFixture.TinyModel, ContextSize = contextSize };
        var planned = EngineModels.Plan(options, ModelFile.Look("tiny", [ModelServerFixture.TinyModel]).ShouldNotBeNull());
        using var engine = TextEngine.Load(ModelServerFixture.TinyModel, options.Engine);
        planned.ShouldBe(engine.Info.FileSizeBytes + engine.Info.KvBytes);
    }
}
