using Vitrine.Ledger.Engines;
using Vitrine.Ledger.Hosting;
using Vitrine.Ledger.Requests;
using Vitrine.Telemetry.DebugServer;
using Vitrine.Telemetry.Health;
using Vitrine.Telemetry.Hosting;

namespace Vitrine.Ledger.Status;

/// <summary><c>/status</c>: the node as consensus sees it, in the eight fields of spec/kimberlite.md, and the members of its cluster.</summary>
internal sealed class StatusPage(EngineHost host, ILogEngine engine) : IDebugPages
{
    /// <summary>Its path.</summary>
    public const string Path = "/status";

    public IReadOnlyList<DebugLink> Links { get; } = [new(Path, "the node as consensus sees it")];

    /// <summary>What a replica does now: until the own copy is there it recovers, whatever the engine says.</summary>
    public static ReplicaStatus StatusOf(EngineHost host, ILogEngine engine) => host.IsStarted ? engine.Replica.Status : ReplicaStatus.Recovering;

    /// <summary>The word of the document.</summary>
    public static string NameOf(ReplicaStatus status) => status switch
    {
        ReplicaStatus.Normal => "normal",
        ReplicaStatus.ViewChange => "view_change",
        ReplicaStatus.Recovering => "recovering",
        _ => "standby",
    };

    public void Map(IEndpointRouteBuilder endpoints)
    {
        // The paths by which the house asks each of its roles, beside the document's own.
        endpoints.MapVitrineHealth();
        endpoints.MapGet(Path, AnswerAsync);
    }

    private Task AnswerAsync(HttpContext context)
    {
        var replica = engine.Replica;
        JsonAnswer.Write(context.Response, json =>
        {
            json.WriteNumber("node_id"u8, replica.NodeId);
            json.WriteString("status"u8, NameOf(StatusOf(host, engine)));
            json.WriteNumber("view"u8, replica.View);
            json.WriteNumber("commit_number"u8, replica.CommitNumber);
            json.WriteNumber("op_number"u8, replica.OpNumber);
            json.WriteBoolean("is_leader"u8, replica.IsLeader);
            json.WriteNumber("cluster_size"u8, replica.ClusterSize);
            json.WriteNumber("healthy_replicas"u8, replica.HealthyReplicas);
            json.WriteStartArray("cluster_members"u8);
            foreach (var member in MembersOf(replica)) json.WriteNumberValue(member);
            json.WriteEndArray();
        });
        return Task.CompletedTask;
    }

    // A cluster counts its nodes from 1; one alone may have any number.
    private static IEnumerable<int> MembersOf(ReplicaSnapshot replica) => replica.ClusterSize == 1 ? [replica.NodeId] : Enumerable.Range(1, replica.ClusterSize);
}
