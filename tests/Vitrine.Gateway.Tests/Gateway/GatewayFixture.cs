using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Vitrine.Gateway.Fleet;
using Vitrine.Gateway.Tests.Support;
using Vitrine.Telemetry;
using Vitrine.Telemetry.DebugServer;
using Vitrine.Telemetry.Exposition;
using Vitrine.Telemetry.Hosting.Listeners;
using Vitrine.Telemetry.Logs;

namespace Vitrine.Gateway.Tests.Gateway;

/// <summary>A whole gateway on ports of the system's choice, over documents in a folder of its own; its log is read where the debug page reads it.</summary>
internal sealed class GatewayFixture : IAsyncDisposable
{
    /// <summary>Longer than anything takes on a busy machine.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    private readonly RecentLines _lines;

    private GatewayFixture(GatewayServer server, TemporaryFolder documents)
    {
        (Server, Documents) = (server, documents);
        _lines = server.Services.GetRequiredService<RecentLines>();
        Client = new HttpClient { BaseAddress = new Uri(server.Addresses.Single()), Timeout = Deadline };
        Debug = new HttpClient { BaseAddress = new Uri(server.Services.GetRequiredService<DebugListener>().Addresses.Single()), Timeout = Deadline };
    }

    public GatewayServer Server { get; }

    /// <summary>The folder that the gateway watches.</summary>
    public TemporaryFolder Documents { get; }

    /// <summary>Speaks to the API.</summary>
    public HttpClient Client { get; }

    /// <summary>Speaks to the debug listener.</summary>
    public HttpClient Debug { get; }

    public VitrineTelemetry Telemetry => Server.Services.GetRequiredService<VitrineTelemetry>();

    /// <summary>The fleet in force.</summary>
    public FleetSnapshot Fleet => Server.Services.GetRequiredService<FleetState>().Current;

    /// <summary>Everything written so far: access lines and the gateway's own.</summary>
    public IReadOnlyList<string> Lines => [.. _lines.Snapshot(1000).Select(line => Encoding.UTF8.GetString(line.Span))];

    /// <summary>Access lines as JSON.</summary>
    public IReadOnlyList<JsonElement> Access => [.. Lines.Where(line => line.Contains("\"duration_total\"", StringComparison.Ordinal)).Select(line => JsonDocument.Parse(line).RootElement)];

    /// <summary>A gateway whose model <c>llama</c> is served by these pods, ready.</summary>
    public static Task<GatewayFixture> StartAsync(params ScriptedUpstream[] pods) => StartAsync(Objects.Of(pods));

    /// <summary>A gateway over documents.</summary>
    public static async Task<GatewayFixture> StartAsync(string documents, Func<GatewayOptions, GatewayOptions>? configure = null, bool waitUntilReady = true)
    {
        var folder = new TemporaryFolder();
        folder.Write("objects.yaml", documents);
        var options = new GatewayOptions
        {
            Api = [new ListenerConfig { Port = 0 }],
            Debug = new ListenerConfig { Port = 0 },
            ObjectsFolder = folder.Path,
            IsSupervised = true,
            DrainTimeout = TimeSpan.FromSeconds(3),
            // No destination: lines are kept for the debug page, and read there.
            ConfigureTelemetry = static telemetry => telemetry.Log = null,
        };
        var gateway = new GatewayFixture(await GatewayServer.StartAsync(configure is null ? options : configure(options)), folder);
        if (waitUntilReady) await gateway.WaitAsync(async () => (await gateway.Client.GetAsync("/readyz")).IsSuccessStatusCode);
        return gateway;
    }

    /// <summary>Posts JSON; the answer's headers have arrived.</summary>
    public Task<HttpResponseMessage> PostAsync(string json, string path = "/v1/chat/completions", CancellationToken cancellation = default, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
    }

    /// <summary>Posts JSON and reads status and body.</summary>
    public async Task<(int Status, string Body)> AskAsync(string json = Ask.Chat, string path = "/v1/chat/completions", params (string Name, string Value)[] headers)
    {
        using var response = await PostAsync(json, path, CancellationToken.None, headers);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>The metrics page, as a scraper reads it.</summary>
    public Task<string> PageAsync(string pack = "kthena") => Debug.GetStringAsync($"/metrics?pack={pack}");

    /// <summary>The sum of a family's series that have these labels, each as <c>name="value"</c>; 0 when there are none.</summary>
    public async Task<double> SumAsync(string family, params string[] labels) => Sum(await PageAsync(), family, labels);

    /// <inheritdoc cref="SumAsync"/>
    public static double Sum(string page, string family, params string[] labels) => page.Split('\n')
        .Where(line => line.StartsWith($"{family}{{", StringComparison.Ordinal) || line.StartsWith($"{family} ", StringComparison.Ordinal))
        .Where(line => labels.All(label => line.Contains(label, StringComparison.Ordinal)))
        .Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));

    /// <summary>Waits until something is so. Polls: what is waited for announces nothing.</summary>
    public async Task WaitAsync(Func<Task<bool>> isSo)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        while (!await isSo()) await Task.Delay(10, deadline.Token);
    }

    /// <inheritdoc cref="WaitAsync(Func{Task{bool}})"/>
    public Task WaitAsync(Func<bool> isSo) => WaitAsync(() => Task.FromResult(isSo()));

    /// <summary>The access line with this number, from 0, when it is written.</summary>
    public async Task<JsonElement> AccessAsync(int number = 0)
    {
        await WaitAsync(() => Access.Count > number);
        return Access[number];
    }

    /// <summary>Waits until nothing is under way, and fails unless every equation between lines and series holds.</summary>
    public async Task ShouldBeAtRestAsync(int requests)
    {
        await WaitAsync(() => Access.Count >= requests);
        Access.Count.ShouldBe(requests);
        var bytes = new ArrayBufferWriter<byte>();
        Telemetry.WriteMetrics(bytes, ExpositionFormat.Text, "kthena").ShouldBeTrue();
        var page = Encoding.UTF8.GetString(bytes.WrittenSpan);
        foreach (var gauge in new[] { "kthena_router_active_downstream_requests", "kthena_router_active_upstream_requests", "kthena_router_fairness_queue_size" }) Sum(page, gauge).ShouldBe(0, gauge);
        Fleet.Pods.Sum(pod => pod.OnFlight).ShouldBe(0);
        Telemetry.Reconcile().Where(equation => !equation.Holds).Select(equation => $"{equation.Name}: {equation.Left} is not {equation.Right}").ShouldBeEmpty();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        Debug.Dispose();
        await Server.DisposeAsync();
        Documents.Dispose();
    }
}
