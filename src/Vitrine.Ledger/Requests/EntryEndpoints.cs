using Vitrine.Ledger.Engines;
using Vitrine.Ledger.Entries;
using Vitrine.Ledger.Kernel;
using Vitrine.Ledger.Projections;
using Vitrine.Telemetry.Hosting;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Ledger.Requests;

/// <summary>The entries of a stream: append, and read a range.</summary>
internal sealed class EntryEndpoints(CallRunner runner, Commands commands, ProjectionReads reads, CatalogueTable catalogue, ILogEngine engine, LedgerOptions options)
{
    private const string Path = "/v1/tenants/{tenant}/streams/{stream}/entries";
    private const string KeyHeader = "Idempotency-Key";

    public void Map(IEndpointRouteBuilder endpoints)
    {
        runner.MapWrite(endpoints, HttpMethods.Post, Path, "append", AppendAsync);
        runner.MapQuery(endpoints, Path, RangeAsync);
    }

    /// <remarks>1. What the client wants. 2. The command, until it is durable. 3. The projections, if the client waits for them. 4. The answer.</remarks>
    private async Task<LedgerError?> AppendAsync(LedgerCall call)
    {
        // Step 1.
        var request = call.Http.Request;
        var key = request.Headers[KeyHeader].ToString();
        if (key.Length > 0 && !LedgerNames.IsCommandKey(key)) return LedgerError.Invalid($"{KeyHeader}: must be from 1 to {EntryLimits.KeyBytes} visible ASCII characters.");
        var wait = new QueryValues(request.Query).Text("wait");
        if (wait is not ("" or "durable" or "applied")) return LedgerError.Invalid($"wait: must be durable or applied, not '{wait}'.");
        if (await RequestBody.ReadAsync(request, options.Limits.BodyBytes, call.Http.RequestAborted) is not { } body) return LedgerError.TooLarge($"The body may be {options.Limits.BodyBytes} bytes long.");
        var (entries, invalid) = EntriesReader.Read(body, options.Limits);
        if (invalid is not null) return invalid;

        // Step 2.
        var (result, error) = await commands.GiveAsync(call, new LedgerCommand.Append(call["tenant"], call["stream"], entries, key), entries.Count);
        if (error is not null) return error;

        // Step 3.
        bool? applied = wait == "applied" ? await commands.ApplyAsync(call, result) : null;

        // Step 4.
        Answer(call.Http.Response, result, applied);
        return null;
    }

    private void Answer(HttpResponse response, AppendResult result, bool? applied) => JsonAnswer.Write(response, json =>
    {
        json.WriteNumber("first_position"u8, result.First);
        json.WriteNumber("last_position"u8, result.Last);
        json.WriteNumber("count"u8, result.Last - result.First + 1);
        EntryJson.WriteHash(json, "hash"u8, result.IsKnown ? HashAt(result.Last) : result.Hash);
        if (result.IsKnown) json.WriteNull("view"u8);
        else json.WriteNumber("view"u8, result.View);
        json.WriteNumber("op_number"u8, result.Last);
        json.WriteBoolean("duplicate"u8, result.IsKnown);
        if (applied is { } isApplied) json.WriteBoolean("applied"u8, isApplied);
    });

    private EntryHash HashAt(long position) => engine.Copy.Read(position, position).Single().Hash;

    private async Task<LedgerError?> RangeAsync(LedgerCall call)
    {
        var values = new QueryValues(call.Http.Request.Query);
        var (from, limit) = (values.Position("from", 1), values.Limit(options.Limits.RowsPerPage));
        if (values.Error is { } invalid) return invalid;
        var (tenant, stream) = (call["tenant"], call["stream"]);
        if (await reads.FreshAsync(call, catalogue, () => catalogue.Has(tenant, stream)) is { } behind) return behind;
        if (!catalogue.Has(tenant, stream)) return catalogue.Find(tenant) is null ? LedgerError.UnknownTenant(tenant) : LedgerError.UnknownStream(tenant, stream);
        call.Scope.Set(LedgerFacts.Position, from);
        var page = new StreamPage(engine.Copy, catalogue, tenant, stream);
        await using var answer = new PageWriter(call, "entries"u8);
        foreach (var entry in page.From(from).Take(limit)) await answer.AddAsync(json => EntryJson.WriteFields(json, entry));
        await answer.EndAsync(json => EntryJson.WritePlace(json, page.Next, engine.Copy));
        return null;
    }
}
