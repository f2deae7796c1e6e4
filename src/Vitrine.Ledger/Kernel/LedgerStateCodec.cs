using System.Collections.Immutable;
using Vitrine.Ledger.Entries;

namespace Vitrine.Ledger.Kernel;

/// <summary>
/// A state as bytes, for checkpoints: head (position i64, timestamp i64, hash), tenants (count i32; each name, created i64, sealed i64 or 0, streams: count i32, each name and
/// position i64), keys in the order they came (count i32; each tenant, key, first i64, last i64, digest). Texts are UTF-8 after their length in 7-bit groups.
/// </summary>
/// <remarks>Keep in sync with docs/format/ledger.md. What is written holds what the entries say and nothing else: equal logs give equal bytes.</remarks>
internal static class LedgerStateCodec
{
    /// <summary>Writes a state.</summary>
    public static void Write(LedgerState state, BinaryWriter writer)
    {
        writer.Write(state.Head.Position);
        writer.Write(state.Head.TimestampMs);
        writer.Write(state.Head.Hash.Bytes);
        writer.Write(state.Tenants.Count);
        foreach (var (name, tenant) in state.Tenants.OrderBy(pair => pair.Value.CreatedAt))
        {
            writer.Write(name);
            writer.Write(tenant.CreatedAt);
            writer.Write(tenant.SealedAt ?? 0);
            writer.Write(tenant.Streams.Count);
            foreach (var (stream, began) in tenant.Streams.OrderBy(pair => pair.Value))
            {
                writer.Write(stream);
                writer.Write(began);
            }
        }

        writer.Write(state.Keys.Count);
        foreach (var (tenant, key) in state.KeyOrder)
        {
            var command = state.Keys[(tenant, key)];
            writer.Write(tenant);
            writer.Write(key);
            writer.Write(command.First);
            writer.Write(command.Last);
            writer.Write(command.Digest.Bytes);
        }
    }

    /// <summary>Reads a state.</summary>
    /// <exception cref="EndOfStreamException">The bytes break off: whoever calls has checked them before.</exception>
    public static LedgerState Read(BinaryReader reader)
    {
        var (position, timestampMs) = (reader.ReadInt64(), reader.ReadInt64());
        var head = new LogHead(position, HashIn(reader), timestampMs);
        var tenants = LedgerState.Empty.Tenants.ToBuilder();
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            var (name, createdAt, sealedAt) = (reader.ReadString(), reader.ReadInt64(), reader.ReadInt64());
            var streams = ImmutableDictionary.CreateBuilder<string, long>(StringComparer.Ordinal);
            for (var more = reader.ReadInt32(); more > 0; more--) streams.Add(reader.ReadString(), reader.ReadInt64());
            tenants.Add(name, new TenantState(createdAt, streams.ToImmutable(), sealedAt == 0 ? null : sealedAt));
        }

        var keys = LedgerState.Empty.Keys.ToBuilder();
        var order = LedgerState.Empty.KeyOrder;
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            var key = (reader.ReadString(), reader.ReadString());
            var (first, last) = (reader.ReadInt64(), reader.ReadInt64());
            keys.Add(key, new KeyedCommand(first, last, HashIn(reader)));
            order = order.Enqueue(key);
        }

        return LedgerState.Empty with { Head = head, Tenants = tenants.ToImmutable(), Keys = keys.ToImmutable(), KeyOrder = order };
    }

    private static EntryHash HashIn(BinaryReader reader) => EntryHash.Of(reader.ReadBytes(EntryHash.Size));
}
