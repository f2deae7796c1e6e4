using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Vitrine.Ledger.Engines;
using Vitrine.Ledger.Projections;
using Vitrine.Telemetry.Hosting;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Ledger.Requests;

/// <summary>The projection <c>entities</c>: what the keys of a stream stand for, now or as of a position.</summary>
internal sealed class EntityEndpoints(CallRunner runner, ProjectionReads reads, EntitiesTable entities, CatalogueTable catalogue, ILogEngine engine, LedgerOptions options)
{
    private const string Path = "/v1/tenants/{tenant}/streams/{stream}/entities";

    public void Map(IEndpointRouteBuilder endpoints)
    {
        runner.MapQuery(endpoints, Path, ListAsync);
        runner.MapQuery(endpoints, Path + "/{key}", ShowAsync);
    }

    private async Task<LedgerError?> ShowAsync(LedgerCall call)
    {
        var (asOf, error) = await AsOfAsync(call, new QueryValues(call.Http.Request.Query));
        var key = KeyOf(call.Http);
        EntityVersion? found = null;
        // A table that is forgotten between the wait and the look is waited for again.
        while (error is null && !entities.TryFind(call["tenant"], call["stream"], key, asOf, out found)) error = await reads.ReachAsync(call, entities, asOf);
        if (error is not null) return error;
        if (found is not { IsRemoved: false } version)
        {
            call.Scope.Set(LedgerFacts.Rows, 0);
            return LedgerError.UnknownEntity(key, asOf);
        }

        call.Scope.Set(LedgerFacts.Rows, 1);
        var entry = engine.Copy.Read(version.Position, version.Position).Single();
        JsonAnswer.Write(call.Http.Response, json =>
        {
            EntryJson.WriteFields(json, entry);
            Write(json, version);
            json.WriteNumber("as_of"u8, asOf);
        });
        return null;
    }

    private async Task<LedgerError?> ListAsync(LedgerCall call)
    {
        var values = new QueryValues(call.Http.Request.Query);
        var (limit, after) = (values.Limit(options.Limits.RowsPerPage), values.Text("after"));
        var (asOf, error) = await AsOfAsync(call, values);
        IReadOnlyList<(string Key, EntityVersion Version)> found = [];
        while (error is null && !entities.TryList(call["tenant"], call["stream"], asOf, after, limit + 1, out found)) error = await reads.ReachAsync(call, entities, asOf);
        if (error is not null) return error;
        await using var answer = new PageWriter(call, "entities"u8);
        foreach (var (_, version) in found.Take(limit))
        {
            var entry = engine.Copy.Read(version.Position, version.Position).Single();
            await answer.AddAsync(json =>
            {
                EntryJson.WriteFields(json, entry);
                Write(json, version);
            });
        }

        await answer.EndAsync(json =>
        {
            json.WriteString("next_after"u8, found.Count > limit ? found[limit - 1].Key : null);
            json.WriteNumber("as_of"u8, asOf);
        });
        return null;
    }

    // The server leaves an escaped slash as it is, and takes the escape of a percent sign away: only the target as it was sent tells keys apart.
    private static string KeyOf(HttpContext context)
    {
        var path = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?')[0];
        return Uri.UnescapeDataString(path[(path.LastIndexOf('/') + 1)..]);
    }

    /// <summary>The position asked for: the projection's newest unless the client names one.</summary>
    private async Task<(long AsOf, LedgerError? Error)> AsOfAsync(LedgerCall call, QueryValues values)
    {
        var (tenant, stream) = (call["tenant"], call["stream"]);
        var asOf = values.Position("as_of", 0);
        if (values.Error is { } invalid) return (asOf, invalid);
        if (await reads.FreshAsync(call, catalogue, () => catalogue.Has(tenant, stream)) is { } behind) return (asOf, behind);
        if (!catalogue.Has(tenant, stream)) return (asOf, catalogue.Find(tenant) is null ? LedgerError.UnknownTenant(tenant) : LedgerError.UnknownStream(tenant, stream));
        if (asOf == 0) asOf = reads.Of(entities).Applied;
        call.Scope.Set(LedgerFacts.Position, asOf);
        return (asOf, null);
    }

    private static void Write(Utf8JsonWriter json, EntityVersion version)
    {
        json.WriteNumber("version"u8, version.Number);
        if (version.Previous is { } previous) json.WriteNumber("previous_position"u8, previous);
        else json.WriteNull("previous_position"u8);
    }
}
