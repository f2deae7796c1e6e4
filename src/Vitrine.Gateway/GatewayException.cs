namespace Vitrine.Gateway;

/// <summary>The gateway cannot serve for a reason that its user can mend: a wrong option, a document that cannot be read. The message says how.</summary>
public sealed class GatewayException(string message, Exception? inner = null) : Exception(message, inner);
