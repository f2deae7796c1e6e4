namespace Vitrine.Audit;

/// <summary>Whether a ledger's trail is what its log says.</summary>
/// <param name="Problem">How they differ, in a sentence, or null.</param>
internal sealed record LogAgreement(string? Problem);
