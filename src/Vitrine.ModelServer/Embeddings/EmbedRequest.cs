using Vitrine.ModelServer.Requests;

namespace Vitrine.ModelServer.Embeddings;

/// <summary>A checked request for embeddings: everything in it can be done, if the model's vectors have the length it wants.</summary>
internal sealed record EmbedRequest
{
    /// <summary>The model that is asked for.</summary>
    public required string Model { get; init; }

    /// <summary>The texts, at least one.</summary>
    public required IReadOnlyList<TextInput> Inputs { get; init; }

    /// <summary>Whether vectors are sent as the bytes of little-endian floats in base 64, and not as numbers.</summary>
    public bool IsBase64 { get; init; }

    /// <summary>The length that vectors must have, or null.</summary>
    public int? Dimensions { get; init; }

    /// <summary>The work behind it.</summary>
    public EmbeddingJob Job => new()
    {
        Operation = "embeddings",
        Model = Model,
        Inputs = Inputs,
        Parameters = $"model[{LogText.Cut(Model)}]: input[{Inputs.Count}]: encoding_format[{(IsBase64 ? "base64" : "float")}]:" + (Dimensions is { } length ? $" dimensions[{length}]:" : ""),
        FieldOf = i => Inputs.Count == 1 ? "input" : $"input[{i}]",
        Dimensions = Dimensions,
    };
}
