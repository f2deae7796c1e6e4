namespace Vitrine.ModelServer.Models;

/// <summary>A model that can answer.</summary>
/// <param name="Name">The id under which clients ask for it, and the <c>model_id</c> of its series.</param>
/// <param name="Engine">What computes.</param>
/// <param name="LoadedAt">When it became usable.</param>
internal sealed record LoadedModel(string Name, ILanguageModel Engine, DateTimeOffset LoadedAt);
