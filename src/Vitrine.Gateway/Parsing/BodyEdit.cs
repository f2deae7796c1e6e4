namespace Vitrine.Gateway.Parsing;

/// <summary>A stretch of the body that another text takes the place of.</summary>
/// <param name="Range">The stretch; of length 0 where something is added.</param>
/// <param name="Text">The text in its place.</param>
internal readonly record struct BodyEdit(BodyRange Range, ReadOnlyMemory<byte> Text);
