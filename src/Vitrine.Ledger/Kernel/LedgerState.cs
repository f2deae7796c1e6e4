using System.Collections.Immutable;
using Vitrine.Ledger.Entries;

namespace Vitrine.Ledger.Kernel;

/// <summary>
/// Everything that decides about the next command, derived from the entries of the log alone, so equal on every node that holds the same entries.
/// Immutable: an engine decides a batch ahead of the disk and, when the batch comes to nothing, goes on with the state it had.
/// </summary>
public sealed record LedgerState
{
    /// <summary>How many idempotency keys are remembered, the newest. Part of the format: all nodes must forget alike.</summary>
    public const int KeysKept = 100_000;

    // What creates or seals has one entry, with neither key nor data.
    private static readonly EntryDraft[] s_nothing = [new(default)];

    private LedgerState()
    {
    }

    /// <summary>The state of an empty log.</summary>
    public static LedgerState Empty { get; } = new();

    /// <summary>Where the log ends.</summary>
    public LogHead Head { get; internal init; }

    /// <summary>The registered tenants by name.</summary>
    public ImmutableDictionary<string, TenantState> Tenants { get; internal init; } = ImmutableDictionary.Create<string, TenantState>(StringComparer.Ordinal);

    internal ImmutableDictionary<(string Tenant, string Key), KeyedCommand> Keys { get; init; } = ImmutableDictionary<(string, string), KeyedCommand>.Empty;

    internal ImmutableQueue<(string Tenant, string Key)> KeyOrder { get; init; } = ImmutableQueue<(string, string)>.Empty;

    /// <summary>What comes of a command here.</summary>
    /// <param name="command">The command, its parts within <see cref="EntryLimits"/>.</param>
    /// <param name="nowMs">When it came, Unix milliseconds UTC; where the log is later, entries take the time of the entry before them.</param>
    public Decision Decide(LedgerCommand command, long nowMs)
    {
        var isThere = Tenants.TryGetValue(command.Tenant, out var tenant);
        if (command is LedgerCommand.CreateTenant) return isThere ? At(tenant!.CreatedAt) : Write(EntryKind.TenantCreated, "", s_nothing, command, nowMs);
        if (!isThere) return new Decision.Refused(RefusalReason.UnknownTenant);
        return command switch
        {
            LedgerCommand.SealTenant => tenant!.SealedAt is { } at ? At(at) : Write(EntryKind.TenantSealed, "", s_nothing, command, nowMs),
            LedgerCommand.CreateStream create when tenant!.Streams.TryGetValue(create.Stream, out var began) => At(began),
            LedgerCommand.Append append when append.Key.Length > 0 && Keys.TryGetValue((append.Tenant, append.Key), out var known) => known.Digest == CommandDigest.Of(append)
                ? new Decision.Known(known.First, known.Last)
                : new Decision.Refused(RefusalReason.KeyReused),
            _ when tenant!.IsSealed => new Decision.Refused(RefusalReason.TenantSealed),
            LedgerCommand.CreateStream create => Write(EntryKind.StreamCreated, create.Stream, s_nothing, command, nowMs),
            LedgerCommand.Append append when !tenant.Streams.ContainsKey(append.Stream) => new Decision.Refused(RefusalReason.UnknownStream),
            LedgerCommand.Append append => Write(EntryKind.Data, append.Stream, append.Entries, command, nowMs),
            _ => throw new ArgumentException($"{command.GetType().Name} is no command of this kernel.", nameof(command)),
        };
    }

    /// <summary>The state once an entry is in the log.</summary>
    /// <exception cref="ArgumentException">The entry does not follow the head: its place or its chain is another's.</exception>
    public LedgerState Apply(LogEntry entry)
    {
        if (entry.Position != Head.Position + 1 || entry.PreviousHash != Head.Hash) throw new ArgumentException($"Entry {entry.Position} does not follow entry {Head.Position}.", nameof(entry));
        var next = entry.Kind switch
        {
            EntryKind.TenantCreated => this with { Tenants = Tenants.SetItem(entry.Tenant, new TenantState(entry.Position, ImmutableDictionary.Create<string, long>(StringComparer.Ordinal))) },
            EntryKind.StreamCreated => With(entry, tenant => tenant with { Streams = tenant.Streams.SetItem(entry.Stream, entry.Position) }),
            EntryKind.TenantSealed => With(entry, tenant => tenant with { SealedAt = entry.Position }),
            _ => this,
        };
        if (entry.CommandKey.Length > 0) next = next.Remember(entry);
        return next with { Head = entry.Head };
    }

    private static Decision.Known At(long position) => new(position, position);

    private LedgerState With(LogEntry entry, Func<TenantState, TenantState> change) =>
        Tenants.TryGetValue(entry.Tenant, out var tenant) ? this with { Tenants = Tenants.SetItem(entry.Tenant, change(tenant)) } : this;

    // The entries of a command are consecutive: one that follows the last one of its key belongs to it.
    private LedgerState Remember(LogEntry entry)
    {
        var key = (entry.Tenant, entry.CommandKey);
        var known = Keys.GetValueOrDefault(key);
        var digest = CommandDigest.Extend(known?.Digest ?? EntryHash.Zero, entry.Stream, entry.Key, entry.Data.Span);
        var keys = Keys.SetItem(key, new KeyedCommand(known?.First ?? entry.Position, entry.Position, digest));
        if (known is not null) return this with { Keys = keys };
        var order = KeyOrder.Enqueue(key);
        if (keys.Count <= KeysKept) return this with { Keys = keys, KeyOrder = order };
        order = order.Dequeue(out var oldest);
        return this with { Keys = keys.Remove(oldest), KeyOrder = order };
    }

    private Decision.Write Write(EntryKind kind, string stream, IReadOnlyList<EntryDraft> drafts, LedgerCommand command, long nowMs)
    {
        var entries = new LogEntry[drafts.Count];
        var next = this;
        for (var i = 0; i < entries.Length; i++)
        {
            var draft = drafts[i];
            entries[i] = EntryCodec.Chain(
                new LogEntry
                {
                    Position = next.Head.Position + 1,
                    TimestampMs = Math.Max(nowMs, next.Head.TimestampMs),
                    Kind = kind,
                    Remaining = entries.Length - 1 - i,
                    Tenant = command.Tenant,
                    Stream = stream,
                    Key = draft.Key,
                    CommandKey = command is LedgerCommand.Append append ? append.Key : "",
                    Data = draft.Data,
                },
                next.Head.Hash);
            next = next.Apply(entries[i]);
        }

        return new Decision.Write(entries, next);
    }
}
