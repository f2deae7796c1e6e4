using Vitrine.Ledger.Entries;

namespace Vitrine.Ledger;

/// <summary>Looks over the options before anything starts.</summary>
internal static class LedgerValidator
{
    /// <summary>One sentence for each option that cannot be used.</summary>
    public static IReadOnlyList<string> Validate(LedgerOptions options)
    {
        var errors = new List<string>();
        Check(options.Api.Count > 0, "Api: at least one address.");
        Check(options.NodeId is >= 1 and <= 255, "NodeId: from 1 to 255; 0 means that there is no leader.");
        Check(options.Folder.Length > 0, "Folder: a path.");
        Check(options.Limits.BodyBytes >= 1, "Limits.BodyBytes: at least 1.");
        Check(options.Limits.DataBytes is >= 1 and <= EntryLimits.DataBytes, $"Limits.DataBytes: from 1 to {EntryLimits.DataBytes}.");
        Check(options.Limits.EntriesPerBatch is >= 1 and <= EntryLimits.EntriesPerCommand, $"Limits.EntriesPerBatch: from 1 to {EntryLimits.EntriesPerCommand}.");
        Check(options.Limits.RowsPerPage >= 1, "Limits.RowsPerPage: at least 1.");
        Check(options.WriteTimeout > TimeSpan.Zero, "WriteTimeout: more than nothing.");
        Check(options.QueryTimeout > TimeSpan.Zero, "QueryTimeout: more than nothing.");
        Check(options.StalledBeyond >= 1, "StalledBeyond: at least 1.");
        return errors;

        void Check(bool isSound, string sentence)
        {
            if (!isSound) errors.Add(sentence);
        }
    }
}
