namespace Vitrine.Ledger.Engines;

/// <summary>The engine cannot say whether a command was written. A repeated command with the same idempotency key tells.</summary>
public sealed class OutcomeUnknownException(string message, Exception? inner = null) : Exception(message, inner);
