namespace Vitrine.Inference.Generation;

/// <summary>What a model was made for. Either kind can be asked for both: the kind says which of the two makes sense.</summary>
public enum ModelKind
{
    /// <summary>Continues text.</summary>
    Text,

    /// <summary>Embeds text: the file names a way of pooling.</summary>
    Embedding,
}
