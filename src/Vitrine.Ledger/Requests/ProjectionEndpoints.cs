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
        MapOrder("pause", static projection => Now(projection.Pause));
        MapOrder("resume", static projection => Now(projection.Resume));
        MapOrder("rebuild", static projection => projection.RebuildAsync());

        void MapOrder(string name, Func<Projection, Task> give) =>
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

    private async Task<LedgerError?> OrderAsync(LedgerCall call, Func<Projection, Task> give)
    {
        if (projections.Find(call["name"]) is not { } projection) return LedgerError.UnknownProjection(call["name"], Nearest.Suggest(call["name"], projections.All.Select(each => each.Table.Name)));
        await give(projection).WaitAsync(call.Stop);
        JsonAnswer.Write(call.Http.Response, json => Write(json, projection));
        return null;
    }

    private static Task Now(Action order)
    {
        order();
        return Task.CompletedTask;
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
