using System.Text.Json.Nodes;
using Vitrine.Gateway;
using Vitrine.Roles;
using Vitrine.Settings;
using Vitrine.Supervision;
using Vitrine.Tests.Gateways;

namespace Vitrine.Tests.Roles;

/// <summary>Settings of the gateway role against its options, and against what the running gateway does.</summary>
public sealed class GatewayRoleTests : IDisposable
{
    private readonly TestSurroundings _surroundings = new();
    private readonly Dictionary<Setting, string> _flags = [];

    public void Dispose() => _surroundings.Dispose();

    [Fact]
    public void Plan_Defaults_ListensOnTheDocumentedPorts() =>
        Plan().Listeners.Select(listener => $"{listener.Name} {listener.Address}").ShouldBe(["api localhost:8080", "debug localhost:15000"]);

    [Fact]
    public void WireTo_ModelServer_IsItsUpstreamWatchedAtItsDebugPort()
    {
        var others = new Dictionary<string, RolePlan> { ["model"] = ModelPlan() };

        new GatewayRole().WireTo(Resolve(), others).ShouldBe(["--upstream=http://localhost:8082;debug=http://localhost:8090"]);
        new GatewayRole().WireTo(Resolve(), new Dictionary<string, RolePlan>()).ShouldBeEmpty();
        _flags[GatewaySettings.Objects] = "routes";
        new GatewayRole().WireTo(Resolve(), others).ShouldBeEmpty();
    }

    [Fact]
    public void WireTo_ModelServerThatWantsKeys_IsShownOne()
    {
        _surroundings.Variables["VITRINE_API_KEY_FILE"] = "keys.txt";

        new GatewayRole().WireTo(Resolve(), new Dictionary<string, RolePlan> { ["model"] = ModelPlan() })
            .ShouldBe([$"--upstream=http://localhost:8082;debug=http://localhost:8090;key-file={_surroundings["keys.txt"]}"]);
    }

    [Fact]
    public void ChatLine_FrontOfAll_IsAskedForAModelOfTheBack()
    {
        WayIn.ChatLine([ModelPlan(), Plan()]).ShouldNotBeNull().ShouldStartWith("curl -N http://localhost:8080/v1/chat/completions ");
        WayIn.ChatLine([ModelPlan(), Plan()])!.ShouldContain("\"model\":\"vitrine-tiny\"");
        WayIn.ChatLine([Plan()]).ShouldBe("curl http://localhost:8080/v1/models");
    }

    [Fact]
    public void Options_PluginsThatAreOff_AreTakenOut()
    {
        Directory.CreateDirectory(_surroundings["routes"]);
        var options = ServedGateway.OptionsOf(_surroundings, null,
            (GatewaySettings.Objects, "routes"), (SchedulerSettings.FiltersOff, "least-request"), (SchedulerSettings.ScoresOff, "least-latency,prefix-cache=2"),
            (SchedulerSettings.PrefixBlockBytes, "128"), (SchedulerSettings.PrefixBlocksPerPrompt, "64"), (SchedulerSettings.PrefixBlocksPerPod, "1000"));

        options.Scheduler.Filters.ShouldBeEmpty();
        options.Scheduler.Scores.ShouldBe([new("least-request")]);
        (options.Scheduler.PrefixBlockBytes, options.Scheduler.PrefixBlocksPerPrompt, options.Scheduler.PrefixBlocksPerPod).ShouldBe((128, 64, 1000));
    }

    [Fact]
    public void Options_EverySetting_ArrivesInTheGateway()
    {
        Directory.CreateDirectory(_surroundings["routes"]);
        var options = ServedGateway.OptionsOf(_surroundings, null,
            (GatewaySettings.Objects, "routes"),
            (FairnessSettings.MaxConcurrent, "0"), (FairnessSettings.MaxPerSecond, "100"), (FairnessSettings.Window, "1h"), (FairnessSettings.QueueTimeout, "1s"), (FairnessSettings.OutputTokenWeight, "3"),
            (SchedulerSettings.Filters, "lora-affinity"), (SchedulerSettings.Scores, "random=2"),
            (SchedulerSettings.RetryShare, "0.5"), (SchedulerSettings.RetryReserve, "3"),
            (CallerSettings.Jwks, "keys.json"), (CallerSettings.Audiences, "a,b"), (CallerSettings.UserHeader, "X-User"), (CallerSettings.Prices, "prices.yaml"), (CallerSettings.RedisPassword, "secret"), (CallerSettings.RedisTimeout, "2s"));

        (options.Fairness.MaxConcurrent, options.Fairness.MaxPerSecond, options.Fairness.Window, options.Fairness.Timeout, options.Fairness.OutputTokenWeight)
            .ShouldBe((null, 100, TimeSpan.FromHours(1), TimeSpan.FromSeconds(1), 3));
        options.Scheduler.Filters.ShouldBe(["lora-affinity"]);
        options.Scheduler.Scores.Single().ShouldBe(new("random", 2));
        (options.RetryShare, options.RetryReserve).ShouldBe((0.5, 3));
        options.Auth.ShouldNotBeNull().Jwks.ShouldBe(_surroundings["keys.json"]);
        options.Auth.Audiences.ShouldBe(["a", "b"]);
        (options.TrustedUserHeader, options.PriceFile, options.RedisPassword, options.RedisTimeout).ShouldBe(("X-User", _surroundings["prices.yaml"], "secret", TimeSpan.FromSeconds(2)));
    }

    [Fact]
    public void Options_IssuerWithoutKeys_IsAnError() =>
        Should.Throw<RoleStartException>(() => ServedGateway.OptionsOf(_surroundings, null, (CallerSettings.Issuer, "x"))).Message.ShouldContain("--auth-jwks");

    [Theory]
    [InlineData("--scores", "least-reqest", "Did you mean 'least-request'?")]
    [InlineData("--filters", "least", "flag --filters: gateway.filters must be a list of filters, not 'least'.")]
    [InlineData("--prices", "none.yaml", "none.yaml' does not exist")]
    [InlineData("--fairness-window", "2h", "accepted is 1m to 1h")]
    [InlineData("--expose-labels", "user_ids", "Did you mean 'user_id'?")]
    [InlineData("--upstream", "localhost", "is no part of an upstream")]
    public async Task Serve_BadSetting_SaysWhatIsAccepted(string flag, string value, string expected)
    {
        (await _surroundings.RunAsync("serve", "gateway", "--upstream", "http://127.0.0.1:9", flag, value, "--api-host", "127.0.0.1:0", "--debug-host", "127.0.0.1:0")).ShouldNotBe(0);
        _surroundings.Error.ShouldContain(expected);
    }

    [Fact]
    public async Task Blocks_InANamedFile_ShapeLogAndMetrics()
    {
        await using var upstream = await ScriptedUpstream.StartAsync("m");
        _surroundings.Write("router.yaml", $"accessLogger: {{ format: text, output: access.log }}\nobservability: {{ metrics: {{ path: /router/metrics }} }}\ngateway: {{ upstream: ['{upstream.Address}'] }}\n");
        await using (var gateway = await ServedGateway.StartAsync(_surroundings, "router.yaml"))
        {
            (await gateway.ChatAsync("m")).Status.ShouldBe(200);
            (await gateway.Debug.GetStringAsync("/router/metrics?pack=kthena", TestContext.Current.CancellationToken)).ShouldContain("kthena_router_requests_total{");
            ((int)(await gateway.Debug.GetAsync("/metrics", TestContext.Current.CancellationToken)).StatusCode).ShouldBe(404);
        }

        (await File.ReadAllTextAsync(_surroundings["access.log"], TestContext.Current.CancellationToken)).ShouldMatch(
            """^\[.+\] "POST /v1/chat/completions HTTP/1.1" 200 model_name=m .* tokens=\d+/3 timings=\d+ms\(\d+\+\d+\+\d+\)\n$""");
    }

    [Fact]
    public async Task UserHeader_AndExposedLabel_NameTheUser()
    {
        await using var upstream = await ScriptedUpstream.StartAsync("m");
        await using var gateway = await ServedGateway.StartAsync(_surroundings, null, (GatewaySettings.Upstreams, upstream.Address), (GatewaySettings.AccessLogOutput, _surroundings["access.log"]), (CallerSettings.UserHeader, "X-User"), (CallerSettings.ExposeLabels, "user_id"));

        (await gateway.ChatAsync("m", headers: ("X-User", "ada"))).Status.ShouldBe(200);

        (await gateway.PageAsync()).ShouldContain("kthena_router_fairness_queue_duration_seconds_count{model=\"m\",user_id=\"ada\"} 1\n");
    }

    [Fact]
    public async Task Prices_OfAModel_BecomeTheCostOfARequest()
    {
        await using var upstream = await ScriptedUpstream.StartAsync("m");
        _surroundings.Write("prices.yaml", "currency: EUR\nmodels:\n  m: { input: 1000000, output: 2000000 }\n");
        await using var gateway = await ServedGateway.StartAsync(_surroundings, null, (GatewaySettings.Upstreams, upstream.Address), (GatewaySettings.AccessLogOutput, _surroundings["access.log"]), (CallerSettings.Prices, "prices.yaml"));

        (await gateway.ChatAsync("m")).Status.ShouldBe(200);

        var story = JsonNode.Parse(await gateway.Debug.GetStringAsync("/debug/operations?id=last", TestContext.Current.CancellationToken))!.ToJsonString();
        story.ShouldContain("\"vitrine.usage.cost\",\"number\":18");
    }

    [Fact]
    public async Task MaxBody_OneMebibyte_RefusesMore()
    {
        await using var upstream = await ScriptedUpstream.StartAsync("m");
        await using var gateway = await ServedGateway.StartAsync(_surroundings, null, (GatewaySettings.Upstreams, upstream.Address), (GatewaySettings.AccessLogOutput, _surroundings["access.log"]), (GatewaySettings.MaxBodyMegabytes, "1"));

        (await gateway.ChatAsync("m", new string('x', 1 << 20))).Status.ShouldBe(413);
    }

    [Fact]
    public async Task Jwks_NoToken_Is401()
    {
        await using var upstream = await ScriptedUpstream.StartAsync("m");
        _surroundings.Write("keys.json", """{"keys":[]}""");
        await using var gateway = await ServedGateway.StartAsync(_surroundings, null, (GatewaySettings.Upstreams, upstream.Address), (GatewaySettings.AccessLogOutput, _surroundings["access.log"]), (CallerSettings.Jwks, "keys.json"));

        (await gateway.ChatAsync("m")).ShouldBe((401, """{"error":"Authorization header missing or invalid"}"""));
    }

    private RolePlan Plan() => new GatewayRole().Plan(Resolve());

    private RolePlan ModelPlan() => new ModelRole().Plan(new SettingsResolver(_surroundings.Variables, _surroundings.Folder, null).Resolve(SettingsTable.Of("model", isUnderUp: true), new Dictionary<Setting, string>()));

    private ResolvedSettings Resolve() => new SettingsResolver(_surroundings.Variables, _surroundings.Folder, null).Resolve(SettingsTable.Of("gateway", isUnderUp: true), _flags);
}
