namespace Vitrine.Inference.Llama;

/// <summary>
/// One token to compute. Rows of one batch may belong to different sequences, which is what continuous batching needs; rows of the same
/// sequence follow one another by position.
/// </summary>
/// <param name="Token">Token id.</param>
/// <param name="Position">Position in the sequence, below its capacity.</param>
/// <param name="Sequence">The cache that the row reads and extends.</param>
/// <param name="Output">What is wanted of the row.</param>
internal readonly record struct BatchRow(int Token, int Position, KvSequence Sequence, RowOutput Output);
