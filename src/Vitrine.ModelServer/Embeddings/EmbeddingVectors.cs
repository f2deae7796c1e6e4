namespace Vitrine.ModelServer.Embeddings;

/// <summary>The vectors of an <see cref="EmbeddingJob"/>.</summary>
/// <param name="Model">The model that made them.</param>
/// <param name="Vectors">One for each text, in their order, each of length 1.</param>
/// <param name="PromptTokens">Tokens of all texts.</param>
internal sealed record EmbeddingVectors(string Model, IReadOnlyList<float[]> Vectors, int PromptTokens);
