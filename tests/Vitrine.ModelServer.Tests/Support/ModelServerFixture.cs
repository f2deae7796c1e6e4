using System.Buffers;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Vitrine.Telemetry;
using Vitrine.Telemetry.DebugServer;
using Vitrine.Telemetry.Exposition;
using Vitrine.Telemetry.Hosting.Listeners;
using Vitrine.Telemetry.Logs;

namespace Vitrine.ModelServer.Tests.Support;

/// <summary>A model server on ports of the system's choice, with its log captured.</summary>
internal sealed class ModelServerFixture : IAsyncDisposable
{
    /// <summary>Longer than anything takes on a busy machine.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    private ModelServerFixture(ModelServerRole role)
    {
        Role = role;
        Log = new KeptLog(role.Services.GetRequiredService<RecentLines>());
        Client = new HttpClient { BaseAddress = new Uri(role.Addresses.Single()), Timeout = Deadline };
        Debug = new HttpClient { BaseAddress = new Uri(role.Services.GetRequiredService<DebugListener>().Addresses.Single()), Timeout = Deadline };
    }

    /// <summary>The tiny model that is shipped.</summary>
    public static string TinyModel { get; } = Path.Combine(AppContext.BaseDirectory, "Data", "vitrine-tiny.gguf");

    /// <summary>Its name in requests.</summary>
    public static string TinyName => "vitrine-tiny";

    public ModelServerRole Role { get; }

    public KeptLog Log { get; }

    /// <summary>Speaks to the API.</summary>
    public HttpClient Client { get; }

    /// <summary>Speaks to the debug listener.</summary>
    public HttpClient Debug { get; }

    public VitrineTelemetry Telemetry => Role.Services.GetRequiredService<VitrineTelemetry>();

    /// <summary>Starts a server over the tiny model and waits until it is ready.</summary>
    public static Task<ModelServerFixture> StartAsync(Func<ModelServerOptions, ModelServerOptions>? configure = null) => StartAsync(configure, waitUntilReady: true);

    /// <summary>Starts a server over a scripted model.</summary>
    public static Task<ModelServerFixture> StartAsync(ScriptedModel model, Func<ModelServerOptions, ModelServerOptions>? configure = null) =>
        StartAsync(options => (configure ?? (same => same))(options with { Name = "scripted", OpenModel = (_, _) => model }), waitUntilReady: true);

    public static async Task<ModelServerFixture> StartAsync(Func<ModelServerOptions, ModelServerOptions>? configure, bool waitUntilReady)
    {
        var options = new ModelServerOptions
        {
            ModelPath = TinyModel,
            Api = [new ListenerConfig { Port = 0 }],
            Debug = new ListenerConfig { Port = 0 },
            IsSupervised = true,
            // No destination: lines are kept for the debug page, and read there.
            ConfigureTelemetry = telemetry => telemetry.Log = null,
        };
        var server = new ModelServerFixture(await ModelServerRole.StartAsync(configure is null ? options : configure(options)));
        if (waitUntilReady) await server.WaitAsync(async () => (await server.Client.GetAsync("/v1/readiness")).IsSuccessStatusCode);
        return server;
    }

    /// <summary>Posts a chat; the answer's headers have arrived.</summary>
    public Task<HttpResponseMessage> PostAsync(string json, CancellationToken cancellation = default) => PostAsync("/v1/chat/completions", json, cancellation);

    /// <summary>Posts to a path; the answer's headers have arrived.</summary>
    public Task<HttpResponseMessage> PostAsync(string path, string json, CancellationToken cancellation = default) => Client.SendAsync(
        new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(json, Encoding.UTF8, "application/json") },
        HttpCompletionOption.ResponseHeadersRead,
        cancellation);

    /// <summary>Posts a chat and reads the whole answer.</summary>
    public async Task<string> ChatAsync(string json)
    {
        using var response = await PostAsync(json);
        var body = await response.Content.ReadAsStringAsync();
        response.IsSuccessStatusCode.ShouldBeTrue(body);
        return body;
    }

    /// <summary>The page of one pack.</summary>
    public string Page(string pack = "kronk")
    {
        var page = new ArrayBufferWriter<byte>();
        Telemetry.WriteMetrics(page, ExpositionFormat.Text, pack).ShouldBeTrue();
        return Encoding.UTF8.GetString(page.WrittenSpan);
    }

    /// <summary>The value of a series, or null when the page does not show it.</summary>
    public double? Value(string series, string pack = "kronk")
    {
        var line = Page(pack).Split('\n').FirstOrDefault(line => line.StartsWith(series + " ", StringComparison.Ordinal));
        return line is null ? null : double.Parse(line[(series.Length + 1)..], CultureInfo.InvariantCulture);
    }

    /// <summary>Waits until something is so. Polls: what is waited for is another process's view, which announces nothing.</summary>
    public async Task WaitAsync(Func<Task<bool>> isSo)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        while (!await isSo()) await Task.Delay(10, deadline.Token);
    }

    /// <inheritdoc cref="WaitAsync(Func{Task{bool}})"/>
    public Task WaitAsync(Func<bool> isSo) => WaitAsync(() => Task.FromResult(isSo()));

    /// <summary>Fails unless every equation of every pack holds.</summary>
    public void ShouldReconcile()
    {
        var broken = Telemetry.Reconcile().Where(equation => !equation.Holds).Select(equation => $"{equation.Name}: {equation.Left} is not {equation.Right}");
        broken.ShouldBeEmpty();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        Debug.Dispose();
        await Role.StopAsync();
        await Role.DisposeAsync();
    }
}
