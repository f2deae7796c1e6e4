using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Vitrine.Forecast.Engine;
using Vitrine.Telemetry;
using Vitrine.Telemetry.DebugServer;
using Vitrine.Telemetry.Logs;

namespace Vitrine.Forecast.Tests.Support;

/// <summary>A whole forecaster on ports of the system's choice, with a scripted model; its log is read where the debug page reads it.</summary>
internal sealed class ServedForecast : IAsyncDisposable
{
    public const string Single = "/v1/predict/single";
    public const string Batch = "/v1/predict/batch";

    /// <summary>Longer than anything takes on a busy machine.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    private readonly RecentLines _lines;

    private ServedForecast(ForecastServer server, ScriptedForecaster model)
    {
        (Server, Model) = (server, model);
        _lines = server.Services.GetRequiredService<RecentLines>();
        Api = ClientOf(server.Addresses.Single());
        Debug = ClientOf(server.Services.GetRequiredService<DebugListener>().Addresses.Single());
    }

    public ForecastServer Server { get; }

    public ScriptedForecaster Model { get; }

    public HttpClient Api { get; }

    public HttpClient Debug { get; }

    public VitrineTelemetry Telemetry => Server.Services.GetRequiredService<VitrineTelemetry>();

    /// <summary>Everything written so far.</summary>
    public IReadOnlyList<JsonElement> Lines => [.. _lines.Snapshot(10_000).Select(line => JsonDocument.Parse(line).RootElement)];

    /// <summary>Starts one and waits until its model is there.</summary>
    public static async Task<ServedForecast> StartAsync(Func<ForecastOptions, ForecastOptions>? configure = null, ScriptedForecaster? model = null)
    {
        var served = await StartLoadingAsync(configure, model ?? new ScriptedForecaster());
        await WaitAsync(async () => (await served.Api.GetAsync("/v1/readyz")).IsSuccessStatusCode);
        return served;
    }

    /// <summary>Starts one; its model may still be loading.</summary>
    public static async Task<ServedForecast> StartLoadingAsync(Func<ForecastOptions, ForecastOptions>? configure, ScriptedForecaster model)
    {
        var options = new ForecastOptions
        {
            Api = [new() { Port = 0 }],
            Debug = new() { Port = 0 },
            IsSupervised = true,
            LoadModel = _ => Task.FromResult<IForecaster>(model),
            // Lines are kept for the debug page, and read there.
            ConfigureTelemetry = telemetry => telemetry.Log = null,
        };
        return new ServedForecast(await ForecastServer.StartAsync(configure?.Invoke(options) ?? options, TestContext.Current.CancellationToken), model);
    }

    /// <summary>Posts a body; the answer is read to its end.</summary>
    public Task<Answer> PostAsync(string path, JsonNode body, params (string Name, string Value)[] headers) => PostAsync(path, body.ToJsonString(), headers);

    /// <summary>The same with a body as it stands.</summary>
    public Task<Answer> PostAsync(string path, string body, params (string Name, string Value)[] headers) => SendAsync(path, new StringContent(body, Encoding.UTF8, "application/json"), headers);

    /// <summary>The same with whatever content.</summary>
    public async Task<Answer> SendAsync(string path, HttpContent content, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        using var response = await Api.SendAsync(request, TestContext.Current.CancellationToken);
        return await Answer.OfAsync(response);
    }

    /// <summary>Gets a page.</summary>
    public async Task<Answer> GetAsync(string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        using var response = await Api.SendAsync(request, TestContext.Current.CancellationToken);
        return await Answer.OfAsync(response);
    }

    /// <summary>The page of metrics.</summary>
    public async Task<string> PageAsync() => (await GetAsync("/v1/metrics?pack=kronos")).Text;

    /// <summary>The value of a series, 0 when it is not there.</summary>
    public async Task<double> ValueAsync(string series)
    {
        var line = (await PageAsync()).Split('\n').FirstOrDefault(line => line.StartsWith(series + " ", StringComparison.Ordinal));
        return line is null ? 0 : double.Parse(line.AsSpan(series.Length), CultureInfo.InvariantCulture);
    }

    /// <summary>The lines with this message.</summary>
    public IReadOnlyList<JsonElement> LinesOf(string message) => [.. Lines.Where(line => line.GetProperty("message").GetString() == message)];

    /// <summary>Waits until something is so. Polls: what is waited for announces nothing.</summary>
    public static async Task WaitAsync(Func<Task<bool>> isSo)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        while (!await isSo()) await Task.Delay(5, deadline.Token);
    }

    /// <summary>Fails unless nothing is under way and every equation between lines and series holds.</summary>
    public async Task ShouldBeAtRestAsync()
    {
        await WaitAsync(async () => await ValueAsync("kronos_concurrent_requests") == 0 && Telemetry.Reconcile().All(equation => equation.Holds));
        Telemetry.LateFacts.ShouldBe(0);
    }

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        Debug.Dispose();
        await Server.DisposeAsync();
    }

    private static HttpClient ClientOf(string address) =>
        new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.None, ActivityHeadersPropagator = null })
        {
            BaseAddress = new Uri(address),
            Timeout = Deadline,
        };
}
