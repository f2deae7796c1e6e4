using System.Buffers;
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
        var size = EntryHash.Size + Encoding.UTF8.GetByteCount(stream) + 1 + Encoding.UTF8.GetByteCount(key) + 1 + data.Length;
        var rented = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            digest.Bytes.CopyTo(rented);
            var at = EntryHash.Size;
            // A zero byte cannot stand in what precedes it: names and keys are held to that by their readers.
            foreach (var text in (ReadOnlySpan<string>)[stream, key])
            {
                at += Encoding.UTF8.GetBytes(text, rented.AsSpan(at));
                rented[at++] = 0;
            }

            data.CopyTo(rented.AsSpan(at));
            return EntryCodec.HashOf(rented.AsSpan(0, size));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}
