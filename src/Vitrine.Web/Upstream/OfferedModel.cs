namespace Vitrine.Web.Upstream;

/// <summary>A model that the upstream offers, and what it tells of it: nearly nothing as a rule, for OpenAI's list has only ids.</summary>
/// <param name="Id">The name to ask for.</param>
internal sealed record OfferedModel(string Id)
{
    /// <value>Parameters of the model, or null.</value>
    public long? Parameters { get; init; }

    /// <value>How the weights are quantised, or null.</value>
    public string? Quantization { get; init; }

    /// <value>The model's family, or null.</value>
    public string? Architecture { get; init; }

    /// <value>When it was made, in seconds since 1970, or null.</value>
    public long? Created { get; init; }

    /// <value>Bytes of its weights, or null.</value>
    public long? SizeBytes { get; init; }
}
