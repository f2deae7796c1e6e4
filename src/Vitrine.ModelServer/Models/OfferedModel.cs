namespace Vitrine.ModelServer.Models;

/// <summary>A model that clients can ask for.</summary>
/// <param name="File">What is on disk.</param>
/// <param name="Loaded">What is in memory, or null.</param>
internal sealed record OfferedModel(ModelFile File, LoadedModel? Loaded);
