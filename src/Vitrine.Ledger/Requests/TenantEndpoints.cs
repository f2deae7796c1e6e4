using System.Text.Json;
using Vitrine.Ledger.Kernel;
using Vitrine.Ledger.Projections;
using Vitrine.Telemetry.Hosting;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Ledger.Requests;

/// <summary>Tenants and their streams: register, begin, seal, look up.</summary>
internal sealed class TenantEndpoints(CallRunner runner, Commands commands, ProjectionReads reads, CatalogueTable catalogue)
{
    private const string Tenant = "/v1/tenants/{tenant}";

    public void Map(IEndpointRouteBuilder endpoints)
    {
        runner.MapWrite(endpoints, HttpMethods.Put, Tenant, "create_tenant", call => GiveAsync(call, new LedgerCommand.CreateTenant(call["tenant"]), StatusCodes.Status201Created));
        runner.MapWrite(endpoints, HttpMethods.Put, Tenant + "/streams/{stream}", "create_stream", call => GiveAsync(call, new LedgerCommand.CreateStream(call["tenant"], call["stream"]), StatusCodes.Status201Created));
        runner.MapWrite(endpoints, HttpMethods.Post, Tenant + "/seal", "seal_tenant", call => GiveAsync(call, new LedgerCommand.SealTenant(call["tenant"]), StatusCodes.Status200OK));
        runner.MapQuery(endpoints, "/v1/tenants", ListAsync);
        runner.MapQuery(endpoints, Tenant, ShowAsync);
    }

    private async Task<LedgerError?> GiveAsync(LedgerCall call, LedgerCommand command, int statusWhenNew)
    {
        var (result, error) = await commands.GiveAsync(call, command, 1);
        if (error is not null) return error;
        await commands.CatalogueAsync(call, result);
        call.Http.Response.StatusCode = result.IsKnown ? StatusCodes.Status200OK : statusWhenNew;
        JsonAnswer.Write(call.Http.Response, json =>
        {
            json.WriteString("tenant"u8, command.Tenant);
            if (command is LedgerCommand.CreateStream { Stream: var stream }) json.WriteString("stream"u8, stream);
            json.WriteNumber("position"u8, result.First);
        });
        return null;
    }

    private Task<LedgerError?> ListAsync(LedgerCall call)
    {
        var tenants = catalogue.Tenants();
        call.Scope.Set(LedgerFacts.Rows, tenants.Count);
        JsonAnswer.Write(call.Http.Response, json =>
        {
            json.WriteStartArray("tenants"u8);
            foreach (var tenant in tenants)
            {
                json.WriteStartObject();
                Write(json, tenant);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
        return Task.FromResult<LedgerError?>(null);
    }

    private async Task<LedgerError?> ShowAsync(LedgerCall call)
    {
        if (await reads.FreshAsync(call, catalogue, () => catalogue.Find(call["tenant"]) is not null) is { } behind) return behind;
        if (catalogue.Find(call["tenant"]) is not { } tenant) return LedgerError.UnknownTenant(call["tenant"]);
        call.Scope.Set(LedgerFacts.Rows, 1);
        JsonAnswer.Write(call.Http.Response, json => Write(json, tenant));
        return null;
    }

    private static void Write(Utf8JsonWriter json, TenantRow tenant)
    {
        json.WriteString("tenant"u8, tenant.Name);
        json.WriteNumber("created_position"u8, tenant.CreatedAt);
        json.WriteString("created_at"u8, EntryJson.Time(tenant.CreatedMs));
        json.WriteBoolean("sealed"u8, tenant.SealedAt is not null);
        if (tenant.SealedAt is { } sealedAt) json.WriteNumber("sealed_position"u8, sealedAt);
        json.WriteStartArray("streams"u8);
        foreach (var stream in tenant.Streams)
        {
            json.WriteStartObject();
            json.WriteString("stream"u8, stream.Name);
            json.WriteNumber("created_position"u8, stream.CreatedAt);
            json.WriteNumber("entries"u8, stream.Entries);
            json.WriteNumber("data_bytes"u8, stream.DataBytes);
            if (stream.LastPosition is { } last) json.WriteNumber("last_position"u8, last);
            else json.WriteNull("last_position"u8);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
