using Vitrine.Inference.Generation;
using Vitrine.Profiling;

namespace Vitrine.ModelServer.Models;

/// <summary>Opens the house's engine over a model's file.</summary>
internal static class EngineModels
{
    /// <summary>Memory that the model will take, from its header: weights and key/value cache.</summary>
    /// <exception cref="IOException">The file cannot be read, or is no GGUF that the engine runs.</exception>
    public static long Plan(ModelServerOptions options, ModelFile file) => file.SizeBytes + MemoryPlan.KvBytesOf(file.Path, options.Engine);

    /// <summary>Reads the model and starts its engine.</summary>
    public static ILanguageModel Open(ModelServerOptions options, ModelFile file, IProgress<double> progress) =>
        new EngineModel(TextEngine.Load(file.Path, options.Engine with { AroundThread = body => ThreadLabels.RunForModel(file.Id, body) }, progress));
}
