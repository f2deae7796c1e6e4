using Vitrine.Inference.Tensors;

namespace Vitrine.Inference.Gguf;

/// <summary>One entry of the tensor table, its extent already checked against the file.</summary>
/// <param name="Name">The tensor's name, such as <c>blk.0.attn_q.weight</c>.</param>
/// <param name="Type">How its elements are stored.</param>
/// <param name="Columns">Elements of a row, the dimension that is contiguous (<c>ne[0]</c>).</param>
/// <param name="Rows">The product of the other dimensions (<c>ne[1] * ne[2] * ne[3]</c>).</param>
/// <param name="FileOffset">Bytes from the start of the file to the first element.</param>
/// <param name="SizeBytes">Bytes of all elements.</param>
public sealed record GgufTensor(string Name, TensorType Type, long Columns, long Rows, long FileOffset, long SizeBytes)
{
    /// <summary>How many elements the tensor holds.</summary>
    public long Elements => Columns * Rows;
}
