using Vitrine.Telemetry.Lines;

namespace Vitrine.Telemetry.Audit;

/// <summary>The audit trail as a projection writes to it: the shape around every entry, and where entries go.</summary>
/// <param name="Envelope">Id, time, service and trace id around the fields of a rule.</param>
/// <param name="Output">Takes one entry, an <see cref="AuditEvent"/> as JSON.</param>
internal sealed record AuditEntries(Envelope Envelope, ILineOutput Output)
{
    /// <summary>The entries of a service.</summary>
    public static AuditEntries Of(string service, ILineOutput output) => new(EnvelopeCompiler.OfAudit(service), output);
}
