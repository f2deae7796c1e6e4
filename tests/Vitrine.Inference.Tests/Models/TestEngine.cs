using Vitrine.Inference.Generation;
using Vitrine.Inference.Threading;

namespace Vitrine.Inference.Tests.Models;

/// <summary>
/// An engine over a random model that ends no answer by itself, in a temporary file, one thread. It has a core of its own, which a test can take to hold it up while it submits.
/// </summary>
internal sealed class TestEngine : IDisposable
{
    private readonly TemporaryFile _file;

    public TestEngine(EngineOptions? options = null, int contextLength = 256, RandomModel? model = null)
    {
        _file = TestFiles.Write(((model ?? new RandomModel { Ends = false }) with { ContextLength = contextLength }).ToArray());
        Engine = TextEngine.LoadOn(Core, _file.Path, (options ?? new EngineOptions()) with { ContextLength = options?.ContextLength ?? contextLength });
    }

    /// <summary>What the engine computes on.</summary>
    public CoreBudget Core { get; } = new(1);

    public TextEngine Engine { get; }

    /// <summary>Submits a generation that must be accepted.</summary>
    public TextGeneration Submit(GenerationRequest request, CancellationToken cancellation = default)
    {
        Engine.TrySubmit(request, out TextGeneration? generation, out SubmitRefusal? refusal, cancellation).ShouldBeTrue(refusal?.Message);
        return generation!;
    }

    public void Dispose()
    {
        Engine.Dispose();
        _file.Dispose();
    }
}
