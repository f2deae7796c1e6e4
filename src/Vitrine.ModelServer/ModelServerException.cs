namespace Vitrine.ModelServer;

/// <summary>The server cannot serve for a reason that its user can mend: a wrong option, a missing or broken model. The message says how.</summary>
public sealed class ModelServerException(string message, Exception? inner = null) : Exception(message, inner);
