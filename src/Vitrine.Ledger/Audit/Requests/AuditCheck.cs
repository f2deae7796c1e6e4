using System.Buffers;
using Vitrine.Ledger.Audit.Export;
using Vitrine.Ledger.Audit.Records;
using Vitrine.Ledger.Audit.Table;
using Vitrine.Ledger.Engines;

namespace Vitrine.Ledger.Audit.Requests;

/// <summary>
/// Makes the trail anew from the log, whose own chain is checked by reading it, and compares it with the table, byte by byte: whatever was done to either
/// is found.
/// </summary>
internal static class AuditCheck
{
    /// <summary>The first record where the two differ, or null, and how many agree before it.</summary>
    /// <exception cref="LogDamageException">The log itself is damaged.</exception>
    public static (AuditFault? Fault, long Agreed) Run(AuditView table, ILogCopy log, CancellationToken stop)
    {
        var (chain, made) = (AuditChain.Empty, new ArrayBufferWriter<byte>());
        using var lines = table.Lines(new AuditSlice(1, table.Last.Sequence)).GetEnumerator();
        foreach (var entry in log.Read(1, table.Last.LogPosition))
        {
            stop.ThrowIfCancellationRequested();
            if (!AuditChain.Holds(entry) || AuditChain.EventOf(entry) is not { } told) continue;
            var record = chain.Next(told, entry);
            made.ResetWrittenCount();
            record.WriteTo(made);
            if (!lines.MoveNext()) return (Differs(record.Sequence, "is in the log and not in the table"), chain.Sequence);
            if (!lines.Current.Span.SequenceEqual(made.WrittenSpan)) return (Differs(record.Sequence, "is not what the log says"), chain.Sequence);
            chain = AuditChain.After(record);
        }

        return (chain.Sequence == table.Last.Sequence ? null : Differs(chain.Sequence + 1, "is in the table and not in the log"), chain.Sequence);
    }

    private static AuditFault Differs(long sequence, string how) => new(sequence, sequence, $"{how}. The log is the truth: POST /v1/projections/audit/rebuild makes the table anew from it.");
}
