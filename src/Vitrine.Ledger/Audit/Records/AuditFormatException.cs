namespace Vitrine.Ledger.Audit.Records;

/// <summary>Something is no audit record, or no export of them. The message says what is wrong with it, as the end of a sentence that names its place.</summary>
public sealed class AuditFormatException(string what) : Exception(what);
