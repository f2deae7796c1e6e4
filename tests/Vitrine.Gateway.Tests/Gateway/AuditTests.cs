using Vitrine.Telemetry.Audit;
using Vitrine.Telemetry.Guards;
using Vitrine.Telemetry.Hosting;
using Vitrine.Testing.Audit;

namespace Vitrine.Gateway.Tests.Gateway;

/// <summary>What the gateway tells the audit trail: each act once, and no word of a prompt or an answer.</summary>
public sealed class AuditTests
{
    private const string Key = "open-sesame-and-more";

    [Fact]
    public async Task Chat_Answered_IsOneEntryOfItsCaller()
    {
        await using var pod = await ScriptedUpstream.StartAsync();
        await using var probe = await AuditProbe.StartAsync("gateway");
        await using var gateway = await StartAsync(probe, pod, telemetry => telemetry.ApiKeys = new ApiKeys([new("ada", Key)]));
        (await gateway.AskAsync("""{"model":"llama","messages":[{"role":"user","content":"tell me the launch code"}]}""", headers: [("Authorization", $"Bearer {Key}"), ("traceparent", "00-0123456789abcdef0123456789abcdef-0123456789abcdef-01")])).Status.ShouldBe(200);

        var entry = await probe.ReceiveAsync();
        (entry.Action, entry.Operation, entry.Actor, entry.SubjectId, entry.Outcome).ShouldBe((AuditAction.AccessGranted, "inference", "ada", "llama", "ok"));
        (entry.IpAddress, entry.CorrelationId).ShouldBe(("127.0.0.1", "0123456789abcdef0123456789abcdef"));
        entry.RequestId.ShouldNotBeNullOrEmpty();
        await probe.ShouldBeAllAsync(gateway.Server, "launch", "Hello.", Key);
    }

    [Fact]
    public async Task Chat_RefusedByItsKeyByAGuardOrByNobody_IsTold()
    {
        await using var pod = await ScriptedUpstream.StartAsync();
        await using var probe = await AuditProbe.StartAsync("gateway");
        var documents = Objects.Join(Objects.Route(more: "rateLimit: { inputTokensPerUnit: 1, unit: day }"), Objects.Server("s1", [pod]));
        await using var gateway = await GatewayFixture.StartAsync(documents, options => options with { ConfigureTelemetry = telemetry => Connect(telemetry, probe) });

        (await gateway.AskAsync()).Status.ShouldBe(401);
        var door = await probe.ReceiveAsync();
        (door.Action, door.Operation, door.Actor, door.SubjectId, door.Reason, door.IpAddress).ShouldBe((AuditAction.AccessDenied, "access_refused", null, "/v1/chat/completions", "invalid_api_key", "127.0.0.1"));

        // The first takes the whole hour's tokens.
        (await gateway.AskAsync(headers: ("X-Api-Key", Key))).Status.ShouldBe(200);
        (await probe.ReceiveAsync()).Outcome.ShouldBe("ok");
        (await gateway.AskAsync(headers: ("X-Api-Key", Key))).Status.ShouldBe(429);
        var guard = await probe.ReceiveAsync();
        (guard.Action, guard.Operation, guard.Actor, guard.SubjectId, guard.Outcome, guard.Reason).ShouldBe((AuditAction.AccessDenied, "inference", "ada", "llama", "rejected", "input_rate_limit"));

        (await gateway.AskAsync("""{"model":"nobody","prompt":"hi"}""", "/v1/completions", ("X-Api-Key", Key))).Status.ShouldBe(404);
        var unknown = await probe.ReceiveAsync();
        (unknown.Action, unknown.SubjectId, unknown.Outcome, unknown.Reason).ShouldBe((AuditAction.AccessGranted, "nobody", "error", "route_not_found"));

        // Looking at the list of models and at health is no act.
        (await gateway.Client.GetAsync("/readyz")).IsSuccessStatusCode.ShouldBeTrue();
        await probe.ShouldBeAllAsync(gateway.Server);

        static void Connect(VitrineOptions telemetry, AuditProbe probe)
        {
            probe.Connect(telemetry);
            telemetry.ApiKeys = new ApiKeys([new("ada", Key)]);
        }
    }

    [Fact]
    public async Task Documents_Changed_NamesObjectsAndFieldsAndNoValue()
    {
        await using var pod = await ScriptedUpstream.StartAsync();
        await using var probe = await AuditProbe.StartAsync("gateway");
        await using var gateway = await StartAsync(probe, pod);
        gateway.Documents.Write("objects.yaml", Objects.Of(pod).Replace("inferenceEngine: vLLM", "inferenceEngine: SGLang", StringComparison.Ordinal));

        var entry = await probe.ReceiveAsync();
        (entry.Action, entry.Operation, entry.Actor, entry.SubjectId).ShouldBe((AuditAction.PolicyChanged, "config_reload", "system:configuration", gateway.Documents.Path));
        entry.ChangedFieldNames.ShouldHaveSingleItem().ShouldEndWith("/inferenceEngine");
        await probe.ShouldBeAllAsync(gateway.Server, "SGLang");
    }

    [Fact]
    public async Task Profile_Taken_IsOneEntry()
    {
        await using var pod = await ScriptedUpstream.StartAsync();
        await using var probe = await AuditProbe.StartAsync("gateway");
        await using var gateway = await StartAsync(probe, pod);
        (await gateway.Debug.GetAsync("/debug/pprof/threadcreate?debug=1")).IsSuccessStatusCode.ShouldBeTrue();

        var entry = await probe.ReceiveAsync();
        (entry.Action, entry.Operation, entry.SubjectId, entry.IpAddress, entry.Outcome).ShouldBe((AuditAction.DataExported, "profile", "threadcreate", "127.0.0.1", "ok"));
        await probe.ShouldBeAllAsync(gateway.Server);
    }

    [Fact]
    public async Task Chat_WhileTheLedgerHangs_IsAnsweredAndToldLater()
    {
        await using var pod = await ScriptedUpstream.StartAsync();
        await using var probe = await AuditProbe.StartAsync("gateway");
        var gate = new TaskCompletionSource();
        probe.Ledger.Hold(gate.Task);
        await using var gateway = await StartAsync(probe, pod);
        (await gateway.AskAsync()).Status.ShouldBe(200);
        await probe.Ledger.RequestAsync();

        // The ledger owes an answer, and every request has its own.
        for (var i = 0; i < 20; i++) (await gateway.AskAsync()).Status.ShouldBe(200);
        probe.Ledger.Taken.ShouldBeEmpty();

        gate.SetResult();
        for (var i = 0; i < 21; i++) (await probe.ReceiveAsync()).Operation.ShouldBe("inference");
        await probe.ShouldBeAllAsync(gateway.Server);
    }

    private static Task<GatewayFixture> StartAsync(AuditProbe probe, ScriptedUpstream pod, Action<VitrineOptions>? telemetry = null) =>
        GatewayFixture.StartAsync(Objects.Of(pod), options => options with
        {
            ConfigureTelemetry = configured =>
            {
                probe.Connect(configured);
                telemetry?.Invoke(configured);
            },
        });
}
