using System.Text.Json;
using Vitrine.Ledger.Projections;
using Vitrine.Telemetry.Documents;
using Vitrine.Telemetry.Hosting;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Ledger.Requests;

/// <summary>The projections: how far they are, and orders to them.</summary>
internal sealed class ProjectionEndpoints(CallRunner runner, ProjectionHost projections)
{
    public void Map(IEndpointRouteBuilder endpoints)
    {
        runner.MapQuery(endpoints, "/v1/projections", ListAsync);
        MapOrder("pause", static projection => projection.Pause());
        MapOrder("resume", static projection => projection.Resume());
        MapOrder("rebuild", static projection => projection.Rebuild());

        void MapOrder(string name, Action<Projection> give) =>
            runner.MapWrite(endpoints, HttpMethods.Post, $"/v1/projections/{{name}}/{name}", "projection", call => OrderAsync(call, give));
    }

    private Task<LedgerError?> ListAsync(LedgerCall call)
    {
        call.Scope.Set(LedgerFacts.Rows, projections.All.Length);
        JsonAnswer.Write(call.Http.Response, json =>
        {
            json.WriteStartArray("projections"u8);
            foreach (var projection in projections.All)
            {
                json.WriteStartObject();
                Write(json, projection);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
        return Task.FromResult<LedgerError?>(null);
    }

    private Task<LedgerError?> OrderAsync(LedgerCall call, Action<Projection> give)
    {
        if (projections.Find(call["name"]) is not { } projection)
            return Task.FromResult<LedgerError?>(LedgerError.UnknownProjection(call["name"], Nearest.Suggest(call["name"], projections.All.Select(each => each.Table.Name))));
        give(projection);
        JsonAnswer.Write(call.Http.Response, json => Write(json, projection));
        return Task.FromResult<LedgerError?>(null);
    }

    private static void Write(Utf8JsonWriter json, Projection projection)
    {
        json.WriteString("projection"u8, projection.Table.Name);
        json.WriteString("state"u8, projection.State switch
        {
            ProjectionState.Paused => "paused",
            ProjectionState.Damaged => "damaged",
            ProjectionState.Failed => "failed",
            _ => "running",
        });
        json.WriteNumber("applied_position"u8, projection.Applied);
        json.WriteNumber("lag"u8, projection.Lag);
    }
}
