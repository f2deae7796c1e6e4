using System.Buffers;
using System.Text.Json;
using Vitrine.Ledger.Engines;
using Vitrine.Ledger.Entries;
using Vitrine.Telemetry.Hosting;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Ledger.Requests;

/// <summary>The own copy of the log as it is: every entry with its place in the chain, and a walk over all of it that checks every link.</summary>
internal sealed class LogEndpoints(CallRunner runner, ILogEngine engine, LedgerOptions options)
{
    public void Map(IEndpointRouteBuilder endpoints)
    {
        runner.MapQuery(endpoints, "/v1/log", RangeAsync);
        runner.MapQuery(endpoints, "/v1/log/verify", VerifyAsync);
    }

    private async Task<LedgerError?> RangeAsync(LedgerCall call)
    {
        var values = new QueryValues(call.Http.Request.Query);
        var (from, limit, withBodies) = (values.Position("from", 1), values.Limit(options.Limits.RowsPerPage), values.Flag("bodies"));
        if (values.Error is { } invalid) return invalid;
        call.Scope.Set(LedgerFacts.Position, from);
        var last = Math.Min(engine.Copy.Head.Position, from + limit - 1);
        await using var answer = new PageWriter(call, "entries"u8);
        if (from <= last)
        {
            foreach (var entry in engine.Copy.Read(from, last)) await answer.AddAsync(json => Write(json, entry, withBodies));
        }

        await answer.EndAsync(json => EntryJson.WritePlace(json, Math.Max(from, last + 1), engine.Copy));
        return null;
    }

    private Task<LedgerError?> VerifyAsync(LedgerCall call)
    {
        var head = engine.Copy.Head;
        var verified = 0L;
        LogDamageException? damage = null;
        try
        {
            foreach (var entry in engine.Copy.Read(1, head.Position))
            {
                verified = entry.Position;
                call.Stop.ThrowIfCancellationRequested();
            }
        }
        catch (LogDamageException e)
        {
            damage = e;
        }

        call.Scope.Set(LedgerFacts.Rows, verified);
        JsonAnswer.Write(call.Http.Response, json => Write(json, head, verified, damage));
        return Task.FromResult<LedgerError?>(null);
    }

    private static void Write(Utf8JsonWriter json, LogHead head, long verified, LogDamageException? damage)
    {
        json.WriteBoolean("ok"u8, damage is null);
        json.WriteNumber("verified_entries"u8, verified);
        json.WriteNumber("head_position"u8, head.Position);
        EntryJson.WriteHash(json, "head_hash"u8, head.Hash);
        if (damage is null) return;
        json.WriteStartObject("damage"u8);
        json.WriteNumber("position"u8, damage.Position);
        json.WriteString("segment"u8, Path.GetFileName(damage.Segment));
        json.WriteNumber("offset"u8, damage.Offset);
        json.WriteString("check"u8, EngineTelemetry.NameOf(damage.Check));
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, LogEntry entry, bool withBody)
    {
        json.WriteNumber("position"u8, entry.Position);
        json.WriteString("timestamp"u8, EntryJson.Time(entry.TimestampMs));
        json.WriteString("kind"u8, EntryJson.NameOf(entry.Kind));
        json.WriteNumber("remaining"u8, entry.Remaining);
        json.WriteString("tenant"u8, entry.Tenant);
        if (entry.Stream.Length > 0) json.WriteString("stream"u8, entry.Stream);
        if (entry.Key.Length > 0) json.WriteString("key"u8, entry.Key);
        if (entry.CommandKey.Length > 0) json.WriteString("idempotency_key"u8, entry.CommandKey);
        if (entry.Kind == EntryKind.Data) EntryJson.WriteData(json, entry);
        EntryJson.WriteHash(json, "prev_hash"u8, entry.PreviousHash);
        EntryJson.WriteHash(json, "hash"u8, entry.Hash);
        if (withBody) WriteBody(json, entry);
    }

    // What the hash is of, besides the hash before it: with it anybody can check the chain.
    private static void WriteBody(Utf8JsonWriter json, LogEntry entry)
    {
        var rented = ArrayPool<byte>.Shared.Rent(EntryCodec.SizeOf(entry));
        try
        {
            json.WriteBase64String("body"u8, rented.AsSpan(0, EntryCodec.Write(entry, rented)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}
