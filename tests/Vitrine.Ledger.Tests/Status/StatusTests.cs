using Microsoft.Extensions.DependencyInjection;
using Vitrine.Ledger.Engines;
using Vitrine.Ledger.Tests.Support;
using Vitrine.Telemetry.DebugServer;

namespace Vitrine.Ledger.Tests.Status;

/// <summary>The table of states in docs/ledger.md.</summary>
public sealed class StatusTests
{
    /// <summary>KB4.</summary>
    [Fact]
    public async Task Status_HasTheDocumentsEightFields()
    {
        await using var ledger = await ServedLedger.StartAsync(options => ServedLedger.OnFiles(options with { NodeId = 7 }));
        await ledger.BeginAsync();
        var status = (await ledger.GetAsync("/status")).Json.AsObject();
        status.Select(field => field.Key).ShouldBe(["node_id", "status", "view", "commit_number", "op_number", "is_leader", "cluster_size", "healthy_replicas", "cluster_members"]);
        status.ToJsonString().ShouldBe("""{"node_id":7,"status":"normal","view":1,"commit_number":2,"op_number":2,"is_leader":true,"cluster_size":1,"healthy_replicas":1,"cluster_members":[7]}""");
        (await ledger.ValueAsync("kmb_consensus_leader{node_id=\"7\"}")).ShouldBe(7);
    }

    [Theory]
    [InlineData(nameof(ReplicaStatus.ViewChange), "view_change", 503)]
    [InlineData(nameof(ReplicaStatus.Recovering), "recovering", 503)]
    [InlineData(nameof(ReplicaStatus.Standby), "standby", 200)]
    public async Task Health_FollowsTheReplica(string state, string name, int ready)
    {
        await using var ledger = await ServedLedger.StartAsync();
        ledger.Memory.Status = Enum.Parse<ReplicaStatus>(state);
        ((await ledger.GetAsync("/health/live")).Status, (await ledger.GetAsync("/health/ready")).Status).ShouldBe((200, ready));
        ((string)(await ledger.GetAsync("/status")).Json["status"]!).ShouldBe(name);
        (await ledger.ValueAsync("kmb_consensus_leader{node_id=\"1\"}")).ShouldBe(0);
    }

    [Fact]
    public async Task Node_WhoseLogIsDamaged_StaysAndSaysWhere()
    {
        var folder = Directory.CreateTempSubdirectory("vitrine-ledger-").FullName;
        await using (var whole = await ServedLedger.StartAsync(ServedLedger.OnFiles, folder)) await whole.BeginAsync();
        var segment = Path.Combine(folder, "log", "00000000000000000001.segment");
        var bytes = await File.ReadAllBytesAsync(segment, TestContext.Current.CancellationToken);
        bytes[^30] ^= 1;
        await File.WriteAllBytesAsync(segment, bytes, TestContext.Current.CancellationToken);
        File.Delete(Path.Combine(folder, "log", "checkpoint"));
        await using (var damaged = await ServedLedger.StartRecoveringAsync(ServedLedger.OnFiles, folder))
        {
            await ServedLedger.WaitAsync(async () => (await damaged.GetAsync("/health/ready")).Text.Contains("00000000000000000001.segment at byte", StringComparison.Ordinal));
            ((await damaged.GetAsync("/health/live")).Status, (await damaged.GetAsync("/health/ready")).Status).ShouldBe((200, 503));
            var refused = await damaged.SendAsync(HttpMethod.Put, "/v1/tenants/other");
            (refused.Status, refused.ErrorType).ShouldBe((503, "log_damaged"));
            ((string)(await damaged.GetAsync("/status")).Json["status"]!).ShouldBe("recovering");
            (await damaged.ValueAsync("kmb_checksum_failures_total{node_id=\"1\"}")).ShouldBe(1);
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Recovery_IsToldWhileItLasts_AndNobodyIsLetIn()
    {
        var recovered = new TaskCompletionSource();
        await using var ledger = await ServedLedger.StartRecoveringAsync(options => options with
        {
            MakeEngine = static services => services.GetRequiredService<MemoryLogEngine>(),
            ConfigureServices = services => services.AddSingleton(provider => new MemoryLogEngine(provider.GetRequiredService<EngineTelemetry>()) { Recovered = recovered.Task }),
        });
        ((await ledger.GetAsync("/health/live")).Status, (await ledger.GetAsync("/health/ready")).Status).ShouldBe((200, 503));
        ((string)(await ledger.GetAsync("/status")).Json["status"]!).ShouldBe("recovering");
        foreach (var refused in (Answer[])[await ledger.SendAsync(HttpMethod.Put, "/v1/tenants/acme"), await ledger.GetAsync("/v1/tenants")])
            (refused.Status, refused.ErrorType, refused.Headers["Retry-After"]).ShouldBe((503, "recovering", "1"));
        recovered.SetResult();
        await ServedLedger.WaitAsync(async () => (await ledger.GetAsync("/health/ready")).Status == 200);
        (await ledger.SendAsync(HttpMethod.Put, "/v1/tenants/acme")).Status.ShouldBe(201);
    }

    /// <summary>KB14.</summary>
    [Fact]
    public async Task Stop_WithARequestUnderWay_SaysSoAtTheHealthPaths_AndAnswersIt()
    {
        await using var ledger = await ServedLedger.StartAsync(options => options with { DrainTimeout = ServedLedger.Deadline });
        await ledger.BeginAsync();
        Task<Answer> answer;
        Task stopping;
        using (ledger.Memory.Hold())
        {
            var before = ledger.Memory.Commands;
            answer = ledger.PostAsync(ServedLedger.Entries, """{"data":1}""");
            await ServedLedger.WaitAsync(() => Task.FromResult(ledger.Memory.Commands > before));
            stopping = ledger.Server.StopAsync(TestContext.Current.CancellationToken);
            await ServedLedger.WaitAsync(async () => (await ledger.GetAsync("/health/live")).Status == 503);
            (await ledger.GetAsync("/health/ready")).Status.ShouldBe(503);
            var refused = await ledger.SendAsync(HttpMethod.Put, "/v1/tenants/late");
            (refused.Status, refused.ErrorType).ShouldBe((503, "shutting_down"));
            answer.IsCompleted.ShouldBeFalse();
        }

        (await answer).Status.ShouldBe(200);
        await stopping;
        await Should.ThrowAsync<HttpRequestException>(() => ledger.GetAsync("/health/live"));
    }

    [Fact]
    public async Task MetricsAddress_OfItsOwn_TakesThePagesAlong()
    {
        await using var ledger = await ServedLedger.StartAsync(options => options with { Debug = new() { Port = 0 } });
        foreach (var path in (string[])["/metrics", "/debug/operations"]) (await ledger.GetAsync(path)).Status.ShouldBe(404, path);
        using var debug = new HttpClient { BaseAddress = new Uri(ledger.Server.Services.GetRequiredService<DebugListener>().Addresses.Single()) };
        foreach (var path in (string[])["/metrics", "/debug/operations", "/health/live", "/health/ready", "/livez", "/status", "/debug/pprof/heap"])
            (await debug.GetAsync(path, TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();
        (await debug.GetAsync("/v1/tenants", TestContext.Current.CancellationToken)).IsSuccessStatusCode.ShouldBeFalse();
        foreach (var path in (string[])["/health/live", "/health/ready", "/status"]) (await ledger.GetAsync(path)).Status.ShouldBe(200, path);
    }
}
