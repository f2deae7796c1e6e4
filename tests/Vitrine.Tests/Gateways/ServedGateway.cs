using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Vitrine.Gateway;
using Vitrine.Roles;
using Vitrine.Settings;
using Vitrine.Telemetry.DebugServer;

namespace Vitrine.Tests.Gateways;

/// <summary>The gateway role as <c>vitrine serve gateway</c> runs it, from flags, environment and file to listeners, on free ports.</summary>
internal sealed class ServedGateway : IAsyncDisposable
{
    /// <summary>Longer than anything takes on a busy machine.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    private readonly GatewayServer _server;

    private ServedGateway(GatewayServer server)
    {
        _server = server;
        Api = new HttpClient { BaseAddress = new Uri(server.Addresses.Single()), Timeout = Deadline };
        Debug = new HttpClient { BaseAddress = new Uri(server.Services.GetRequiredService<DebugListener>().Addresses.Single()), Timeout = Deadline };
    }

    public HttpClient Api { get; }

    public HttpClient Debug { get; }

    /// <summary>The root of the debug pages, as command lines name it.</summary>
    public string DebugUrl => $"{Debug.BaseAddress}".TrimEnd('/');

    /// <summary>Starts it and waits until it is ready.</summary>
    public static async Task<ServedGateway> StartAsync(TestSurroundings surroundings, string? file, params (Setting Setting, string Text)[] flags)
    {
        var served = new ServedGateway(await GatewayServer.StartAsync(OptionsOf(surroundings, file, flags), TestContext.Current.CancellationToken));
        using var deadline = new CancellationTokenSource(Deadline);
        // Readiness announces nothing: it is asked.
        while (!(await served.Api.GetAsync("/readyz", deadline.Token)).IsSuccessStatusCode) await Task.Delay(10, deadline.Token);
        return served;
    }

    /// <summary>The options that the settings come to, as the role hands them to the gateway.</summary>
    public static GatewayOptions OptionsOf(TestSurroundings surroundings, string? file, params (Setting Setting, string Text)[] flags)
    {
        var variables = new Dictionary<string, string>(surroundings.Variables, StringComparer.Ordinal);
        variables.TryAdd("VITRINE_GATEWAY_API_HOST", "127.0.0.1:0");
        variables.TryAdd("VITRINE_GATEWAY_DEBUG_HOST", "127.0.0.1:0");
        var settings = new SettingsResolver(variables, surroundings.Folder, file).Resolve(SettingsTable.Of("gateway", isUnderUp: false), flags.ToDictionary(flag => flag.Setting, flag => flag.Text));
        return GatewaySetup.OptionsOf(new RoleContext(settings, new GatewayRole().Plan(settings), surroundings.Value));
    }

    /// <summary>A chat; returns its status and body.</summary>
    public async Task<(int Status, string Body)> ChatAsync(string model, string prompt = "Hi", bool stream = false, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions");
        request.Content = new StringContent($$"""{"model":"{{model}}","stream":{{(stream ? "true" : "false")}},"messages":[{"role":"user","content":"{{prompt}}"}]}""", Encoding.UTF8, "application/json");
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        using var answer = await Api.SendAsync(request, TestContext.Current.CancellationToken);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>The page of metrics of the document.</summary>
    public Task<string> PageAsync() => Debug.GetStringAsync("/metrics?pack=kthena", TestContext.Current.CancellationToken);

    /// <summary>Stops it, so that all of its log is written; may be disposed again.</summary>
    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        Debug.Dispose();
        await _server.StopAsync();
        await _server.DisposeAsync();
    }
}
