namespace Vitrine.Telemetry.Documents;

/// <summary>A document that cannot be used. Carries every error that was found, not only the first.</summary>
public sealed class DocumentException(IReadOnlyList<DocumentError> errors) : Exception(string.Join(Environment.NewLine, errors))
{
    /// <summary>All errors, in document order.</summary>
    public IReadOnlyList<DocumentError> Errors => errors;
}
