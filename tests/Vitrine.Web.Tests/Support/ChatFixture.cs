using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Hosting;
using Vitrine.Telemetry.Logs;
using Vitrine.Web.Chat;

namespace Vitrine.Web.Tests.Support;

/// <summary>A whole console on ports of the system's choice in front of a scripted model server; its log is read where the debug page reads it.</summary>
internal sealed class ChatFixture : IAsyncDisposable
{
    /// <summary>The model of the document's application.</summary>
    public const string Model = "ai/llama3.2:1B-Q8_0";

    /// <summary>Longer than anything takes on a busy machine.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    private readonly ServedWeb _web;
    private readonly RecentLines _lines;

    private ChatFixture(ServedWeb web)
    {
        _web = web;
        _lines = Services.GetRequiredService<RecentLines>();
    }

    /// <summary>Speaks to the pages' origin.</summary>
    public HttpClient Client => _web.Api;

    /// <summary>Speaks to the debug listener.</summary>
    public HttpClient Debug => _web.Debug;

    public IServiceProvider Services => _web.Server.Services;

    public VitrineTelemetry Telemetry => Services.GetRequiredService<VitrineTelemetry>();

    /// <summary>Everything written so far.</summary>
    public IReadOnlyList<string> Lines => [.. _lines.Snapshot(1000).Select(line => Encoding.UTF8.GetString(line.Span))];

    /// <summary>A console in front of a scripted upstream.</summary>
    public static Task<ChatFixture> StartAsync(ScriptedUpstream upstream, Func<ChatOptions, ChatOptions>? configure = null, TimeProvider? clock = null) => StartAsync(upstream.Address, configure, clock);

    public static async Task<ChatFixture> StartAsync(Uri upstream, Func<ChatOptions, ChatOptions>? configure = null, TimeProvider? clock = null, Action<VitrineOptions>? telemetry = null)
    {
        var options = new ChatOptions { BaseUrl = upstream, Model = Model };
        return new ChatFixture(await ServedWeb.StartAsync(web => web with
        {
            Chat = configure is null ? options : configure(options),
            Clock = clock ?? TimeProvider.System,
            ConfigureTelemetry = telemetry ?? web.ConfigureTelemetry,
        }));
    }

    /// <summary>Posts JSON; the answer's headers have arrived.</summary>
    public Task<HttpResponseMessage> PostAsync(string path, string json, CancellationToken cancellation = default, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
    }

    /// <summary>Posts JSON and reads status and body.</summary>
    public async Task<(int Status, string Body)> SendAsync(string path, string json)
    {
        using var response = await PostAsync(path, json);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>A chat as bare text.</summary>
    public Task<(int Status, string Body)> ChatAsync(string message = "Hi") => SendAsync("/chat", new JsonObject { ["message"] = message }.ToJsonString());

    /// <summary>A JSON page.</summary>
    public async Task<JsonElement> GetAsync(string path) => JsonDocument.Parse(await Client.GetStringAsync(path)).RootElement;

    /// <summary>The metrics page, as a scraper reads it.</summary>
    public Task<string> PageAsync(string pack = "aiwatch") => Client.GetStringAsync($"/metrics?pack={pack}");

    /// <summary>The sum of a family's series that have these labels, each as <c>name="value"</c>; null when there are none.</summary>
    public async Task<double?> SumAsync(string family, params string[] labels)
    {
        var samples = (await PageAsync()).Split('\n')
            .Where(line => line.StartsWith($"{family}{{", StringComparison.Ordinal) || line.StartsWith($"{family} ", StringComparison.Ordinal))
            .Where(line => labels.All(label => line.Contains(label, StringComparison.Ordinal)))
            .Select(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture)).ToArray();
        return samples.Length == 0 ? null : samples.Sum();
    }

    /// <summary>Waits until something is so. Polls: what is waited for announces nothing.</summary>
    public static async Task WaitAsync(Func<Task<bool>> isSo)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        while (!await isSo()) await Task.Delay(10, deadline.Token);
    }

    /// <summary>Waits until nothing is under way, and fails unless every equation between lines and series holds.</summary>
    public async Task ShouldBeAtRestAsync()
    {
        // A page that has left is told of no end: the gauge falls first, and lines and series follow.
        await WaitAsync(async () => await SumAsync("genai_app_active_requests") == 0 && Telemetry.Reconcile().All(equation => equation.Holds));
        Telemetry.LateFacts.ShouldBe(0);
    }

    /// <summary>Stops it as the end of its process does: running answers have the drain time.</summary>
    public Task StopAsync() => _web.Server.StopAsync();

    public ValueTask DisposeAsync() => _web.DisposeAsync();
}
