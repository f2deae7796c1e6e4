using Microsoft.Extensions.DependencyInjection;
using Vitrine.ModelServer;
using Vitrine.Roles;
using Vitrine.Settings;
using Vitrine.Telemetry.DebugServer;

namespace Vitrine.Tests.Roles;

/// <summary>The model role as <c>vitrine serve model</c> runs it, from flags, environment and file to listeners; on free ports and without a collector unless told.</summary>
internal sealed class ServedModel : IAsyncDisposable
{
    /// <summary>Longer than anything takes on a busy machine.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    private readonly ModelServerRole _server;

    private ServedModel(ModelServerRole server)
    {
        _server = server;
        Api = new HttpClient { BaseAddress = new Uri(server.Addresses.Single()), Timeout = Deadline };
        Debug = new HttpClient { BaseAddress = new Uri(server.Services.GetRequiredService<DebugListener>().Addresses.Single()), Timeout = Deadline };
    }

    public HttpClient Api { get; }

    public HttpClient Debug { get; }

    /// <summary>Starts it and waits until the model is loaded.</summary>
    public static async Task<ServedModel> StartAsync(TestSurroundings surroundings, params (Setting Setting, string Text)[] flags)
    {
        var variables = new Dictionary<string, string>(surroundings.Variables, StringComparer.Ordinal);
        variables.TryAdd("KRONK_WEB_API_HOST", "127.0.0.1:0");
        if (!variables.ContainsKey("KRONK_WEB_DEBUG_HOST")) variables.TryAdd("KRONK_DEBUG_HOST", "127.0.0.1:0");
        variables.TryAdd("KRONK_TEMPO_HOST", "none");
        variables.TryAdd("VITRINE_LOG_OUTPUT", surroundings["unread.log"]);
        var settings = new SettingsResolver(variables, surroundings.Folder, null).Resolve(SettingsTable.Of("model", isUnderUp: false), flags.ToDictionary(flag => flag.Setting, flag => flag.Text));
        var context = new RoleContext(settings, new ModelRole().Plan(settings), surroundings.Value);
        var served = new ServedModel(await ModelServerRole.StartAsync(ModelServerSetup.OptionsOf(context), TestContext.Current.CancellationToken));
        using var deadline = new CancellationTokenSource(Deadline);
        // Readiness announces nothing: it is asked.
        while (!(await served.Api.GetAsync("/v1/readiness", deadline.Token)).IsSuccessStatusCode) await Task.Delay(10, deadline.Token);
        return served;
    }

    /// <summary>A short answer, in a trace of the caller's choice.</summary>
    public async Task ChatAsync(string? traceParent = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions");
        request.Content = new StringContent("""{"model":"vitrine-tiny","max_tokens":2,"messages":[{"role":"user","content":"Hi"}]}""", System.Text.Encoding.UTF8, "application/json");
        if (traceParent is not null) request.Headers.Add("traceparent", traceParent);
        using var answer = await Api.SendAsync(request, TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Stops it, so that all of its log is written; may be disposed again.</summary>
    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        Debug.Dispose();
        await _server.StopAsync();
        await _server.DisposeAsync();
    }
}
