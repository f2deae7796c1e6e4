using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Vitrine.Commands;
using Vitrine.Roles;
using Vitrine.Settings;
using Vitrine.Telemetry.DebugServer;
using Vitrine.Tests.Gateways;
using Vitrine.Tests.Roles;
using Vitrine.Web;

namespace Vitrine.Tests.Scenarios;

/// <summary><c>vitrine load --scenario aiwatch</c> against the console in front of a real model server, and of one that tells nothing.</summary>
public sealed class AiwatchScenarioTests : IDisposable
{
    private readonly TestSurroundings _surroundings = new();

    public void Dispose() => _surroundings.Dispose();

    [Fact]
    public async Task Load_InFrontOfAModelServer_MovesEverySignalOfThePack()
    {
        await using var model = await ServedModel.StartAsync(_surroundings);
        var requests = await RequestsAsync(model);
        await using var web = await StartAsync((WebSettings.BaseUrl, $"{model.Api.BaseAddress}"), (WebSettings.EngineDebug, $"{model.Debug.BaseAddress}"));
        using var debug = new HttpClient { BaseAddress = DebugOf(web), Timeout = ServedModel.Deadline };
        while (!(await debug.GetStringAsync("/metrics", TestContext.Current.CancellationToken)).Contains("genai_app_llamacpp_threads_used{", StringComparison.Ordinal)) await Task.Delay(10, TestContext.Current.CancellationToken);
        (await RequestsAsync(model)).ShouldBe(requests, "asking the engine how it is moves none of its counters");

        (await LoadAsync(web)).ShouldBe(ExitCode.Ok, _surroundings.Output);

        _surroundings.Output.ShouldContain(" 0 stood still, ");
        _surroundings.Output.ShouldContain(" 0 missing");
        _surroundings.Output.ShouldNotContain("below the service's log level");
        _surroundings.Output.ShouldNotContain("skipped");
        var books = JsonNode.Parse(await debug.GetStringAsync("/debug/operations?check", TestContext.Current.CancellationToken))!.ToJsonString();
        books.ShouldContain("\"holds\":true");
        books.ShouldNotContain("\"holds\":false");
    }

    [Fact]
    public async Task Load_InFrontOfAServerThatTellsNothing_SkipsWithReasonsAndSucceeds()
    {
        await using var upstream = await ScriptedUpstream.StartAsync("m");
        await using var web = await StartAsync((WebSettings.BaseUrl, upstream.Address));

        (await LoadAsync(web)).ShouldBe(ExitCode.Ok, _surroundings.Output);

        _surroundings.Output.ShouldContain("skipped a model that nobody offers: 502: the model server here answers for every model");
        _surroundings.Output.ShouldContain("skipped what the engine says of itself: nothing is known of the engine behind: name it with --engine-debug");
    }

    private Task<int> LoadAsync(WebServer web) => _surroundings.RunAsync("load", "--scenario", "aiwatch", "--url", web.Addresses.Single(), "--debug-url", $"{DebugOf(web)}");

    private static Uri DebugOf(WebServer web) => new(web.Services.GetRequiredService<DebugListener>().Addresses.Single());

    private static async Task<string> RequestsAsync(ServedModel model)
    {
        var page = await model.Debug.GetStringAsync("/metrics?pack=kronk", TestContext.Current.CancellationToken);
        return page.Split('\n').Single(line => line.StartsWith("requests ", StringComparison.Ordinal));
    }

    private async Task<WebServer> StartAsync(params (Setting Setting, string Text)[] flags)
    {
        var variables = new Dictionary<string, string>(_surroundings.Variables, StringComparer.Ordinal)
        {
            ["VITRINE_WEB_API_HOST"] = "127.0.0.1:0",
            ["VITRINE_WEB_DEBUG_HOST"] = "127.0.0.1:0",
            ["VITRINE_LOG_OUTPUT"] = _surroundings["web.log"],
            ["VITRINE_LOG_LEVEL"] = "debug",
        };
        var settings = new SettingsResolver(variables, _surroundings.Folder, null).Resolve(SettingsTable.Of("web", isUnderUp: false), flags.ToDictionary(flag => flag.Setting, flag => flag.Text));
        return await WebServer.StartAsync(WebSetup.OptionsOf(new RoleContext(settings, new WebRole().Plan(settings), _surroundings.Value)), TestContext.Current.CancellationToken);
    }
}
