namespace Vitrine.Inference;

/// <summary>The file is sound, but this engine cannot run what it describes. The message names the fact and what is supported.</summary>
public sealed class UnsupportedModelException(string message) : NotSupportedException(message);
