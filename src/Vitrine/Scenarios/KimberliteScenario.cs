using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Vitrine.Telemetry.Audit;

namespace Vitrine.Scenarios;

/// <summary>
/// Drives a ledger through what spec/kimberlite.md measures: tenants, writes of every kind, reads of every kind, requests that are refused, clients that leave, a
/// projection that is paused, the audit trail; and where etcd replicates the log, leadership that moves to another node and back.
/// </summary>
internal sealed class KimberliteScenario : IScenario
{
    private const int Parallel = 8;
    private const int MostBeforeStalled = 200;
    private const double LongestQuerySeconds = 10;
    private const string NeedsDamage = "only damage on disk or a gap in a node's copy provokes it: vitrine chaos does";
    private const string NeedsTrouble = "only a cluster or a disk in trouble provokes it: vitrine chaos does";

    public string Pack => "kimberlite";

    public string Role => "ledger";

    public IReadOnlyDictionary<string, string> NotProvoked { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["kmb_requests_in_flight"] = "zero at rest, and the page is read after the last answer",
        ["kmb_projection_lag"] = "zero at rest, and the page is read after the paused projection has caught up",
        ["kmb_checksum_failures_total"] = NeedsDamage,
        ["line checksum_failed"] = NeedsDamage,
        ["line repair_started"] = NeedsDamage,
        ["line repair_finished"] = NeedsDamage,
        ["line repair_failed"] = NeedsDamage,
        ["line view_change_failed"] = NeedsTrouble,
        ["line write_failed"] = NeedsTrouble,
    };

    public IReadOnlyList<ScenarioStep> Steps { get; } =
    [
        new("health, readiness and status", async (context, cancellation) =>
        {
            foreach (var path in (string[])["/health/live", "/health/ready", "/status"]) await OpenAiCalls.ExpectAsync(context, HttpMethod.Get, path, null, 200, cancellation);
        }),
        new("a tenant and a stream, registered twice", async (context, cancellation) =>
        {
            var stream = await KimberliteCalls.StreamAsync(context, cancellation);
            await OpenAiCalls.ExpectAsync(context, HttpMethod.Put, stream, null, 200, cancellation);
        }),
        new("an entry, a batch, several at once", async (context, cancellation) =>
        {
            var stream = await KimberliteCalls.StreamAsync(context, cancellation);
            await KimberliteCalls.AppendAsync(context, stream, 1, cancellation);
            await KimberliteCalls.AppendAsync(context, stream, 20, cancellation);
            await Task.WhenAll(Enumerable.Range(0, Parallel).Select(_ => KimberliteCalls.AppendAsync(context, stream, 1, cancellation)));
        }),
        new("a write sent twice, and another under its key: 409", SentTwiceAsync),
        new("reads of a range, of entities, as of a position", ReadAsync),
        new("writes that are wrong: 400, 404", async (context, cancellation) =>
        {
            var stream = await KimberliteCalls.StreamAsync(context, cancellation);
            await OpenAiCalls.ExpectAsync(context, HttpMethod.Post, stream + "/entries", "{", 400, cancellation);
            await KimberliteCalls.AppendAsync(context, "/v1/tenants/no-such-tenant/streams/none", 1, cancellation, status: 404);
        }),
        new("a sealed tenant: 409", async (context, cancellation) =>
        {
            var stream = await KimberliteCalls.StreamAsync(context, cancellation);
            await OpenAiCalls.ExpectAsync(context, HttpMethod.Post, $"{stream[..stream.IndexOf("/streams", StringComparison.Ordinal)]}/seal", null, 200, cancellation);
            await KimberliteCalls.AppendAsync(context, stream, 1, cancellation, status: 409);
        }),
        new("a client that leaves its write", KimberliteCalls.LeaveWriteAsync) { Signals = ["line write_cancelled"] },
        new("reads of what is not there yet: a client leaves, another gets 503", NotYetAsync) { Signals = ["line query_cancelled", "line query_failed"] },
        new("a projection that is paused and goes on", PausedAsync) { Signals = ["line projection_stalled", "line projection_caught_up"] },
        new("the whole log verified", async (context, cancellation) =>
        {
            if (!(bool)(await KimberliteCalls.ReadAsync(context, "/v1/log/verify", cancellation))["ok"]!) throw new ScenarioException("The log does not verify.");
        }),
        new("the audit trail: recorded once, queried, exported, signed, verified", AuditAsync),
        new("leadership that goes to another node and comes back", LeadershipAsync) { Signals = ["line lost_leadership"] },
    ];

    private static async Task SentTwiceAsync(ScenarioContext context, CancellationToken cancellation)
    {
        var stream = await KimberliteCalls.StreamAsync(context, cancellation);
        var first = await KimberliteCalls.AppendAsync(context, stream, 3, cancellation, key: stream);
        var second = await KimberliteCalls.AppendAsync(context, stream, 3, cancellation, key: stream);
        if (!(bool)second["duplicate"]! || (long)first["first_position"]! != (long)second["first_position"]!) throw new ScenarioException($"A repeated write was written again: {second.ToJsonString()}");
        await KimberliteCalls.AppendAsync(context, stream, 4, cancellation, key: stream, status: 409);
    }

    private static async Task ReadAsync(ScenarioContext context, CancellationToken cancellation)
    {
        var stream = await KimberliteCalls.StreamAsync(context, cancellation);
        var written = await KimberliteCalls.AppendAsync(context, stream, 5, cancellation);
        var last = (long)written["last_position"]!;
        foreach (var path in (string[])["/entries?limit=3", $"/entries?from={last}", "/entities", "/entities/order-1", $"/entities/order-1?as_of={last}"]) await KimberliteCalls.ReadAsync(context, stream + path, cancellation);
        foreach (var path in (string[])["/v1/tenants", "/v1/projections", "/v1/log?limit=3"]) await KimberliteCalls.ReadAsync(context, path, cancellation);
    }

    private static async Task NotYetAsync(ScenarioContext context, CancellationToken cancellation)
    {
        var limit = await KimberliteCalls.SecondsAsync(context, "query-timeout", cancellation);
        if (limit > LongestQuerySeconds) throw new StepSkippedException($"a query may wait {limit:0} s: start the service with --query-timeout 1s");
        var stream = await KimberliteCalls.StreamAsync(context, cancellation);
        var written = await KimberliteCalls.AppendAsync(context, stream, 1, cancellation);
        // Nobody else writes so much meanwhile.
        var path = $"{stream}/entities?as_of={(long)written["last_position"]! + 1_000_000_000}";
        await KimberliteCalls.LeaveAsync(context, path, cancellation);
        await OpenAiCalls.ExpectAsync(context, HttpMethod.Get, path, null, 503, cancellation);
    }

    private static async Task PausedAsync(ScenarioContext context, CancellationToken cancellation)
    {
        var entries = int.Parse(await KimberliteCalls.SettingAsync(context, "stalled-beyond", cancellation), CultureInfo.InvariantCulture) + 1;
        if (entries > MostBeforeStalled) throw new StepSkippedException($"it may be {entries - 1} entries behind: start the service with --stalled-beyond {MostBeforeStalled / 2}");
        var stream = await KimberliteCalls.StreamAsync(context, cancellation);
        await OpenAiCalls.ExpectAsync(context, HttpMethod.Post, "/v1/projections/entities/pause", null, 200, cancellation);
        try
        {
            await KimberliteCalls.AppendAsync(context, stream, entries, cancellation);
            await KimberliteCalls.UntilSaidAsync(context, "Projection stalled", cancellation);
        }
        finally
        {
            await OpenAiCalls.ExpectAsync(context, HttpMethod.Post, "/v1/projections/entities/resume", null, 200, CancellationToken.None);
        }

        await KimberliteCalls.UntilSaidAsync(context, "Projection caught up", cancellation);
    }

    private static async Task AuditAsync(ScenarioContext context, CancellationToken cancellation)
    {
        var act = new AuditEvent
        {
            EventId = Guid.CreateVersion7(),
            OccurredAt = DateTimeOffset.UtcNow,
            Service = "scenario",
            Action = AuditAction.AccessGranted,
            Operation = "inference",
            Actor = "system:scenario",
        };
        var body = JsonSerializer.Serialize(new AuditBatch([act]), AuditJson.Default.AuditBatch);
        foreach (var accepted in (int[])[1, 0])
        {
            var receipt = JsonNode.Parse(await OpenAiCalls.ExpectAsync(context, HttpMethod.Post, AuditBatch.Path, body, 200, cancellation))!;
            if ((int)receipt["accepted"]! != accepted) throw new ScenarioException($"An act that is sent twice is recorded once, but: {receipt.ToJsonString()}");
        }

        foreach (var path in (string[])["events?actor=system:scenario", "export?format=json", "export?format=jsonl", "export?format=csv", "head", "public-key", "verify"])
            await OpenAiCalls.ExpectAsync(context, HttpMethod.Get, $"/v1/audit/{path}", null, 200, cancellation);
    }

    /// <summary>This node's own member of etcd leads, then the next one, then its own again; each time until this node knows.</summary>
    private static async Task LeadershipAsync(ScenarioContext context, CancellationToken cancellation)
    {
        var members = (await KimberliteCalls.SettingAsync(context, "etcd-endpoints", cancellation)).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (members.Length < 2) throw new StepSkippedException("no other node could lead: start three nodes with --engine etcd");
        var own = int.Parse(await KimberliteCalls.SettingAsync(context, "node-id", cancellation), CultureInfo.InvariantCulture) - 1;
        foreach (var place in (int[])[own, (own + 1) % members.Length, own])
        {
            await LeadAsync(context, members, place, cancellation);
            await KimberliteCalls.UntilAsync(async () => (bool)(await KimberliteCalls.ReadAsync(context, "/status", cancellation))["is_leader"]! == (place == own), cancellation);
        }
    }

    // etcd's JSON, in which 64-bit numbers are texts.
    private static async Task LeadAsync(ScenarioContext context, string[] members, int place, CancellationToken cancellation)
    {
        var ids = await Task.WhenAll(members.Select(async member => await AskAsync(member, "status", [])));
        var (leader, target) = (ids[place]["leader"]!.GetValue<string>(), MemberIdOf(ids[place]));
        if (leader == target) return;
        await AskAsync(members[Array.FindIndex(ids, status => MemberIdOf(status) == leader)], "transfer-leadership", new JsonObject { ["targetID"] = target });

        static string MemberIdOf(JsonNode status) => status["header"]!["member_id"]!.GetValue<string>();

        async Task<JsonNode> AskAsync(string member, string what, JsonObject body)
        {
            using var answer = await context.Http.PostAsJsonAsync(new Uri(new Uri(member), $"/v3/maintenance/{what}"), body, cancellation);
            answer.EnsureSuccessStatusCode();
            return JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellation))!;
        }
    }
}
