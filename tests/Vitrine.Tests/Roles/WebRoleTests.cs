using Vitrine.Roles;
using Vitrine.Settings;

namespace Vitrine.Tests.Roles;

/// <summary>Settings of the web role against its plan and its options.</summary>
public sealed class WebRoleTests : IDisposable
{
    private readonly TestSurroundings _surroundings = new();
    private readonly Dictionary<Setting, string> _flags = [];

    public void Dispose() => _surroundings.Dispose();

    [Fact]
    public void Plan_Defaults_ListensOnItsPorts()
    {
        var plan = PlanOf(new WebRole());

        plan.Listeners.Select(listener => $"{listener.Name} {listener.Address}").ShouldBe(["api localhost:3080", "debug localhost:3081"]);
        (plan.PageUrl, plan.ReadyUrl, plan.Pack).ShouldBe(("http://localhost:3080", "http://localhost:3080/readiness", "aiwatch"));
    }

    [Fact]
    public void WireTo_EveryOtherRole_IsShownAndTheFrontIsAsked()
    {
        var others = RoleCatalog.All.Where(role => role is not WebRole).ToDictionary(role => role.Name, PlanOf);

        new WebRole().WireTo(Resolve("web"), others).ShouldBe(
        [
            "--base-url=http://localhost:8080/v1/",
            "--engine-debug=http://localhost:8090",
            "--role=model;pack=kronk;api=http://localhost:8082;debug=http://localhost:8090;ready=/v1/readiness",
            "--role=gateway;pack=kthena;api=http://localhost:8080;debug=http://localhost:15000;ready=/v1/readiness",
            "--role=forecast;pack=kronos;api=http://localhost:8000;debug=http://localhost:8001;ready=/v1/readyz",
            "--role=ledger;pack=kimberlite;api=http://localhost:9090;debug=http://localhost:9090;ready=/health/ready",
        ]);
    }

    [Fact]
    public void WireTo_WhatTheUserConnected_StaysAsItIs()
    {
        _flags[WebSettings.BaseUrl] = "http://elsewhere:8000/v1/";
        _flags[WebSettings.Roles] = "x;pack=otel;api=http://x;debug=http://x;ready=/";

        new WebRole().WireTo(Resolve("web"), new Dictionary<string, RolePlan> { ["model"] = PlanOf(new ModelRole()) }).ShouldBeEmpty();
    }

    [Fact]
    public void Stop_ComesBeforeEveryOther() =>
        new WebRole().StopStage.ShouldBeLessThan(RoleCatalog.All.Where(role => role is not WebRole).Min(role => role.StopStage));

    [Fact]
    public void Options_EverySetting_ArrivesInTheConsole()
    {
        _surroundings.Variables["BASE_URL"] = "http://models:9/v1/";
        _surroundings.Variables["MODEL"] = "llama";
        _surroundings.Variables["API_KEY"] = "secret";
        _flags[WebSettings.EngineDebug] = "http://models:8090";
        _flags[WebSettings.Roles] = "x;pack=otel;api=http://x:1;debug=http://x:2;ready=/r";
        _flags[WebSettings.DrainTimeout] = "7s";
        _flags[WebSettings.EngineInterval] = "2s";
        _flags[WebSettings.ConnectTimeout] = "3s";
        _flags[WebSettings.FirstByteTimeout] = "4s";
        _flags[WebSettings.IdleTimeout] = "5s";
        _flags[WebSettings.MaxBody] = "2MiB";
        _flags[WebSettings.UserHeader] = "X-Forwarded-User";
        var settings = Resolve("web");

        var options = WebSetup.OptionsOf(new RoleContext(settings, new WebRole().Plan(settings), _surroundings.Value));

        options.Chat.ShouldBe(new()
        {
            BaseUrl = new Uri("http://models:9/v1/"),
            Model = "llama",
            ApiKey = options.Chat.ApiKey,
            EngineDebug = new Uri("http://models:8090"),
            EngineInterval = TimeSpan.FromSeconds(2),
            ConnectTimeout = TimeSpan.FromSeconds(3),
            FirstByteTimeout = TimeSpan.FromSeconds(4),
            IdleTimeout = TimeSpan.FromSeconds(5),
            MaxBodyBytes = 2 * 1024 * 1024,
            UserHeader = "X-Forwarded-User",
        });
        options.Roles.Single().ShouldBe(new("x", "otel", new Uri("http://x:1"), new Uri("http://x:2"), "/r"));
        options.Chat.ApiKey.ShouldNotBeNull().Authorization.ShouldBe("Bearer secret");
        options.DrainTimeout.ShouldBe(TimeSpan.FromSeconds(7));
        settings.Effective.Single(setting => setting.Key == "web.api-key").ToString().ShouldBe("web.api-key=******** (environment API_KEY)");
    }

    [Fact]
    public void Options_RolesBehindTheChats_AreShownTheirKey()
    {
        _surroundings.Write("keys", "ada 0123456789abcdef\n");
        _flags[WebSettings.BaseUrl] = "http://localhost:8080/v1/";
        _flags[WebSettings.EngineDebug] = "http://localhost:8090";
        _flags[WebSettings.Roles] = "model;pack=kronk;api=http://localhost:8082;debug=http://localhost:8090;ready=/r;key-file=keys,gateway;pack=kthena;api=http://localhost:8080;debug=http://localhost:15000;ready=/r;key-file=keys";
        var settings = Resolve("web");

        var chat = WebSetup.OptionsOf(new RoleContext(settings, new WebRole().Plan(settings), _surroundings.Value)).Chat;

        (chat.ApiKey?.Authorization, chat.EngineKey?.Authorization).ShouldBe(("Bearer 0123456789abcdef", "Bearer 0123456789abcdef"));
    }

    [Theory]
    [InlineData("--base-url", "localhost", "must be an http or https address")]
    [InlineData("--role", "gateway", "'gateway' is not written as a role. Write name;pack=")]
    [InlineData("--api-key", "two words", "--api-key: the setting holds no key")]
    [InlineData("--drain-timeout", "25h", "drain-timeout is 90000 s")]
    [InlineData("--idle-timeout", "1ms", "idle-timeout is 0.001 s; accepted is 0.01 to 86400 s")]
    [InlineData("--max-body", "1", "max-body is 1 bytes; accepted is 1024 to 33554432")]
    public async Task Serve_BadSetting_SaysWhatIsAccepted(string flag, string value, string expected)
    {
        (await _surroundings.RunAsync("serve", "web", flag, value, "--api-host", "127.0.0.1:0", "--debug-host", "127.0.0.1:0")).ShouldNotBe(0);
        _surroundings.Error.ShouldContain(expected);
    }

    private RolePlan PlanOf(IRole role) => role.Plan(Resolve(role.Name));

    private ResolvedSettings Resolve(string role) => new SettingsResolver(_surroundings.Variables, _surroundings.Folder, null)
        .Resolve(SettingsTable.Of(role, isUnderUp: true), _flags.Where(flag => flag.Key.Section == role).ToDictionary());
}
