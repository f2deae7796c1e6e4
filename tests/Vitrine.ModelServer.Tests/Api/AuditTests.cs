using Vitrine.ModelServer.Tests.Support;
using Vitrine.Telemetry.Audit;
using Vitrine.Telemetry.Guards;
using Vitrine.Testing.Audit;

namespace Vitrine.ModelServer.Tests.Api;

/// <summary>What the model server tells the audit trail, with prompts and answers in its log: not even then do they stand in an entry.</summary>
public sealed class AuditTests
{
    private const string Key = "0123456789abcdef";

    [Fact]
    public async Task InferencesWithInsecureLogging_AreToldWithoutAWordOfThem()
    {
        await using var probe = await AuditProbe.StartAsync("model");
        await using var server = await StartAsync(probe);
        var insecure = await probe.ReceiveAsync();
        (insecure.Action, insecure.Operation, insecure.Actor).ShouldBe((AuditAction.PolicyChanged, "insecure_logging", "system:settings"));
        insecure.ChangedFieldNames.ShouldBe(["insecure-logging"]);

        await server.ChatAsync($$"""{"model":"{{ModelServerFixture.TinyName}}","messages":[{"role":"user","content":"the swordfish password"}],"max_tokens":4}""");
        var chat = await probe.ReceiveAsync();
        (chat.Action, chat.Operation, chat.SubjectId, chat.Outcome, chat.IpAddress).ShouldBe((AuditAction.AccessGranted, "inference", ModelServerFixture.TinyName, "ok", "127.0.0.1"));
        chat.CorrelationId!.Length.ShouldBe(32);

        (await server.PostAsync("/v1/embeddings", $$"""{"model":"{{ModelServerFixture.TinyName}}","input":"swordfish again"}""")).IsSuccessStatusCode.ShouldBeTrue();
        (await probe.ReceiveAsync()).Operation.ShouldBe("inference");
        await probe.ShouldBeAllAsync(server.Role, "swordfish");
    }

    [Fact]
    public async Task CallersWithoutAKey_AreToldOnBothListeners()
    {
        await using var probe = await AuditProbe.StartAsync("model");
        await using var server = await StartAsync(probe, options => options with
        {
            InsecureLogging = false,
            Debug = options.Debug! with { ApiKeys = new ApiKeys([new("ops", Key)]) },
        }, keys: new ApiKeys([new("ada", Key)]));

        using var chat = await server.PostAsync($$"""{"model":"{{ModelServerFixture.TinyName}}","messages":[]}""");
        ((int)chat.StatusCode).ShouldBe(401);
        var api = await probe.ReceiveAsync();
        (api.Action, api.Operation, api.SubjectId, api.Reason).ShouldBe((AuditAction.AccessDenied, "access_refused", "/v1/chat/completions", "invalid_api_key"));

        ((int)(await server.Debug.GetAsync("/debug/pprof/heap")).StatusCode).ShouldBe(401);
        var debug = await probe.ReceiveAsync();
        (debug.Action, debug.SubjectId, debug.IpAddress).ShouldBe((AuditAction.AccessDenied, "/debug/pprof/heap", "127.0.0.1"));

        server.Debug.DefaultRequestHeaders.Add("X-Api-Key", Key);
        (await server.Debug.GetAsync("/debug/pprof/threadcreate")).IsSuccessStatusCode.ShouldBeTrue();
        var profile = await probe.ReceiveAsync();
        (profile.Operation, profile.Actor, profile.SubjectId).ShouldBe(("profile", "ops", "threadcreate"));
        await probe.ShouldBeAllAsync(server.Role, Key);
    }

    private static Task<ModelServerFixture> StartAsync(AuditProbe probe, Func<ModelServerOptions, ModelServerOptions>? configure = null, ApiKeys? keys = null) => ModelServerFixture.StartAsync(options =>
    {
        options = options with
        {
            InsecureLogging = true,
            ConfigureTelemetry = telemetry =>
            {
                probe.Connect(telemetry);
                telemetry.ApiKeys = keys;
            },
        };
        return configure?.Invoke(options) ?? options;
    });
}
