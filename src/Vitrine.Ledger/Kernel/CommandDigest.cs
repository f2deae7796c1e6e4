using System.Security.Cryptography;
using System.Text;
using Vitrine.Ledger.Entries;

namespace Vitrine.Ledger.Kernel;

/// <summary>What a command asks for, in 32 bytes, so that a key used twice for different entries is noticed. Computed link by link, from drafts as from entries.</summary>
internal static class CommandDigest
{
    /// <summary>The digest of a whole command.</summary>
    public static EntryHash Of(LedgerCommand.Append command)
    {
        var digest = EntryHash.Zero;
        foreach (var draft in command.Entries) digest = Extend(digest, command.Stream, draft.Key, draft.Data.Span);
        return digest;
    }

    /// <summary>The digest with one entry more.</summary>
    public static EntryHash Extend(EntryHash digest, string stream, string key, ReadOnlySpan<byte> data)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha.AppendData(digest.Bytes);
        // A zero byte cannot stand in what precedes it: names and keys are held to that by their readers.
        sha.AppendData(Encoding.UTF8.GetBytes($"{stream}\0{key}\0"));
        sha.AppendData(data);
        var extended = default(EntryHash);
        sha.GetHashAndReset(extended);
        return extended;
    }
}
