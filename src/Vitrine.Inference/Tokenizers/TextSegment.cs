namespace Vitrine.Inference.Tokenizers;

/// <summary>A stretch of a prompt and who wrote it. Segments are tokenised as one text; only the recognition of special tokens stops at their borders.</summary>
/// <param name="Text">The text.</param>
/// <param name="Kind">Whether special tokens are recognised in it.</param>
public readonly record struct TextSegment(string Text, TextSegmentKind Kind);
