namespace Vitrine.Inference.Tensors;

/// <summary>The smallest unit of a storage type: so many elements in so many bytes.</summary>
/// <param name="BlockElements">Elements of a block; 1 for plain types.</param>
/// <param name="BlockBytes">Bytes of a block.</param>
public readonly record struct TensorLayout(int BlockElements, int BlockBytes);
