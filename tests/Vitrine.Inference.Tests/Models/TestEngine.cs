using Vitrine.Inference.Generation;

namespace Vitrine.Inference.Tests.Models;

/// <summary>An engine over a random model in a temporary file, one thread.</summary>
internal sealed class TestEngine : IDisposable
{
    private readonly TemporaryFile _file;

    public TestEngine(EngineOptions? options = null, int contextLength = 256)
    {
        _file = TestFiles.Write(new RandomModel { ContextLength = contextLength }.ToArray());
        Engine = TextEngine.Load(_file.Path, (options ?? new EngineOptions()) with { ContextLength = options?.ContextLength ?? contextLength });
    }

    public TextEngine Engine { get; }

    public void Dispose()
    {
        Engine.Dispose();
        _file.Dispose();
    }
}
