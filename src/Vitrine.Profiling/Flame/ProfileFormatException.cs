namespace Vitrine.Profiling.Flame;

/// <summary>Bytes are no profile, or only the beginning of one. The message is a sentence for people.</summary>
internal sealed class ProfileFormatException(string message, Exception? inner = null) : Exception(message, inner);
