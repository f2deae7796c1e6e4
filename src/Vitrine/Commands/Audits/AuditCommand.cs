using System.CommandLine;
using Vitrine.Terminal;

namespace Vitrine.Commands.Audits;

/// <summary><c>vitrine audit</c>: reads, exports and verifies the audit trail that a ledger keeps.</summary>
internal static class AuditCommand
{
    public static Command Create(Surroundings surroundings) => new Command("audit", "Read, export and verify the audit trail")
    {
        AuditExportCommand.Create(surroundings),
        AuditVerifyCommand.Create(surroundings),
        AuditQueryCommand.Create(surroundings),
    }.WithExamples(AuditExportCommand.Example, AuditVerifyCommand.Example, AuditQueryCommand.Example);
}
