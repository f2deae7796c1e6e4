using Vitrine.Inference.Generation;
using Vitrine.Inference.Tests.Models;

namespace Vitrine.Inference.Tests.Generation;

public sealed class MemoryPlanTests
{
    [Theory]
    [InlineData(1, null)]
    [InlineData(3, 64)]
    public void KvBytesOf_AnyOptions_IsWhatTheEngineReserves(int slots, int? context)
    {
        using TemporaryFile file = TestFiles.Write(new RandomModel().ToArray());
        var options = new EngineOptions { Slots = slots, ContextLength = context };
        using TextEngine engine = TextEngine.Load(file.Path, options);
        MemoryPlan.KvBytesOf(file.Path, options).ShouldBe(engine.Info.KvBytes);
        engine.Info.KvBytes.ShouldBe(slots * engine.Info.ContextLength * engine.Info.KvBytesPerToken);
    }
}
