using Vitrine.Ledger.Audit.Records;
using Vitrine.Ledger.Entries;

namespace Vitrine.Ledger.Audit.Export;

/// <summary>
/// Checks the chain of records as they come. It finds the first that was altered, left out, moved or put in. What a chain alone cannot show, records cut
/// off at either end and a chain rewritten as a whole, takes a signed head (<see cref="Heads.AuditHead"/>).
/// </summary>
public sealed class AuditVerifier
{
    private AuditChain _last;

    /// <summary>Records that are whole.</summary>
    public long Count { get; private set; }

    /// <summary>The first record's place in the trail; 0 before it.</summary>
    public long FirstSequence { get; private set; }

    /// <summary>The hash before the first record.</summary>
    public EntryHash PreviousHash { get; private set; }

    /// <summary>The last whole record.</summary>
    public AuditChain Last => _last;

    /// <summary>What is broken, or null.</summary>
    public AuditFault? Fault { get; private set; }

    /// <summary>Checks a whole export, and stops at what is broken.</summary>
    /// <param name="export">The export's bytes.</param>
    /// <param name="verified">Told the number of records verified, after each.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>Whether it is whole.</returns>
    public async Task<bool> VerifyAsync(Stream export, Action<long>? verified = null, CancellationToken cancellation = default)
    {
        try
        {
            await foreach (var record in AuditReader.ReadAsync(export, cancellation))
            {
                if (!Add(record)) return false;
                verified?.Invoke(Count);
            }
        }
        catch (AuditFormatException e)
        {
            Fault = new AuditFault(Count + 1, null, e.Message);
        }

        return Fault is null;
    }

    /// <summary>Checks the record that follows; nothing is checked behind a broken one.</summary>
    /// <returns>Whether all is whole so far.</returns>
    public bool Add(AuditRecord record)
    {
        if (Fault is not null) return false;
        if (WhatIsWrong(record) is { } what)
        {
            Fault = new AuditFault(Count + 1, record.Sequence, what);
            return false;
        }

        if (Count++ == 0) (FirstSequence, PreviousHash) = (record.Sequence, record.PreviousHash);
        _last = AuditChain.After(record);
        return true;
    }

    private string? WhatIsWrong(AuditRecord record)
    {
        if (Count > 0 && record.Sequence > _last.Sequence + 1) return $"follows sequence {_last.Sequence}: {Missing(record.Sequence - _last.Sequence - 1)} between them.";
        if (Count > 0 && record.Sequence <= _last.Sequence) return $"follows sequence {_last.Sequence}: records were moved, or this one was put in.";
        if (record.Hash != record.ComputeHash()) return "was altered: its hash is not the hash of what it says.";
        if (Count > 0 && record.PreviousHash != _last.Hash) return $"does not follow the record before it: its prev_hash is not that one's hash, so one of the two was exchanged.";
        if (record.Sequence == 1 && record.PreviousHash != EntryHash.Zero) return "is the trail's first, but its prev_hash is not zero.";
        if (Count > 0 && record.TimestampMs < _last.TimestampMs) return "was recorded before the record before it.";
        if (Count > 0 && record.LogPosition <= _last.LogPosition) return "comes from an entry of the log before that of the record before it.";
        return null;
    }

    private static string Missing(long count) => count == 1 ? "1 record is missing" : $"{count} records are missing";
}
