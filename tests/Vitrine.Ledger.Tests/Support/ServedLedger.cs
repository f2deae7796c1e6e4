using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Vitrine.Ledger.Engines;
using Vitrine.Ledger.Files;
using Vitrine.Ledger.Projections;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Logs;

namespace Vitrine.Ledger.Tests.Support;

/// <summary>A whole node on a port of the system's choice; its log is read where the debug page reads it.</summary>
internal sealed class ServedLedger : IAsyncDisposable
{
    public const string Entries = "/v1/tenants/acme/streams/orders/entries";
    public const string Entities = "/v1/tenants/acme/streams/orders/entities";

    /// <summary>Longer than anything takes on a busy machine.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    private readonly RecentLines _lines;
    private readonly string _folder;
    private readonly bool _ownsFolder;

    private ServedLedger(LedgerServer server, string folder, bool ownsFolder)
    {
        (Server, _folder, _ownsFolder) = (server, folder, ownsFolder);
        _lines = server.Services.GetRequiredService<RecentLines>();
        Http = ClientOf(server.Addresses.Single());
    }

    public LedgerServer Server { get; }

    /// <summary>Where it keeps everything.</summary>
    public string Folder => _folder;

    /// <summary>Bytes of its log's files, without the room that is reserved at their end.</summary>
    public long LogBytes => Directory.EnumerateFiles(Path.Combine(_folder, "log"), "*.segment").Sum(file => (long)File.ReadAllBytes(file).AsSpan().TrimEnd((byte)0).Length);

    public HttpClient Http { get; }

    public ILogEngine Engine => Server.Services.GetRequiredService<ILogEngine>();

    /// <summary>The engine, where a test's disk is in memory.</summary>
    public MemoryLogEngine Memory => (MemoryLogEngine)Engine;

    public ProjectionHost Projections => Server.Services.GetRequiredService<ProjectionHost>();

    public VitrineTelemetry Telemetry => Server.Services.GetRequiredService<VitrineTelemetry>();

    /// <summary>Everything written so far.</summary>
    public IReadOnlyList<JsonElement> Lines => [.. _lines.Snapshot(10_000).Select(line => JsonDocument.Parse(line).RootElement)];

    /// <summary>Starts a node and waits until it is ready.</summary>
    /// <param name="configure">Changes its options.</param>
    /// <param name="folder">What an earlier node left; its own folder when null, which goes with it.</param>
    public static async Task<ServedLedger> StartAsync(Func<LedgerOptions, LedgerOptions>? configure = null, string? folder = null)
    {
        var served = await StartRecoveringAsync(configure, folder);
        await WaitAsync(async () => (await served.GetAsync("/health/ready")).Status == 200);
        return served;
    }

    /// <summary>Starts a node; its log may still be recovering.</summary>
    public static async Task<ServedLedger> StartRecoveringAsync(Func<LedgerOptions, LedgerOptions>? configure = null, string? folder = null)
    {
        var own = folder ?? Directory.CreateTempSubdirectory("vitrine-ledger-").FullName;
        var options = new LedgerOptions
        {
            Api = [new() { Port = 0 }],
            Folder = own,
            MakeEngine = static services => new MemoryLogEngine(services.GetRequiredService<EngineTelemetry>()),
            IsSupervised = true,
            // Lines are kept for the debug page, and read there.
            ConfigureTelemetry = telemetry => telemetry.Log = null,
        };
        return new ServedLedger(await LedgerServer.StartAsync(configure?.Invoke(options) ?? options, TestContext.Current.CancellationToken), own, folder is null);
    }

    /// <summary>Options of a node whose log is in files, as the role's own are.</summary>
    public static LedgerOptions OnFiles(LedgerOptions options) => options with
    {
        MakeEngine = services => new FileLogEngine(
            new FolderDisk(Path.Combine(options.Folder, "log")), new FileEngineOptions { NodeId = options.NodeId }, services.GetRequiredService<EngineTelemetry>(), TimeProvider.System, NullLogger.Instance),
    };

    /// <summary>Registers tenant acme with the stream orders.</summary>
    public async Task BeginAsync()
    {
        (await SendAsync(HttpMethod.Put, "/v1/tenants/acme")).Status.ShouldBe(201);
        (await SendAsync(HttpMethod.Put, "/v1/tenants/acme/streams/orders")).Status.ShouldBe(201);
    }

    public Task<Answer> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, path, null, headers);

    public Task<Answer> PostAsync(string path, string? body = null, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Post, path, body, headers);

    public async Task<Answer> SendAsync(HttpMethod method, string path, string? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        using var response = await Http.SendAsync(request, TestContext.Current.CancellationToken);
        return await Answer.OfAsync(response);
    }

    /// <summary>The value of a series, such as <c>kmb_requests_in_flight{node_id="1"}</c>; 0 when it is not there.</summary>
    public async Task<double> ValueAsync(string series)
    {
        var line = (await PageAsync()).Split('\n').FirstOrDefault(line => line.StartsWith(series + " ", StringComparison.Ordinal));
        return line is null ? 0 : double.Parse(line.AsSpan(series.Length), CultureInfo.InvariantCulture);
    }

    /// <summary>The page of metrics.</summary>
    public async Task<string> PageAsync() => (await GetAsync("/metrics?pack=kimberlite")).Text;

    /// <summary>The lines with this message.</summary>
    public IReadOnlyList<JsonElement> LinesOf(string message) => [.. Lines.Where(line => line.GetProperty("message").GetString() == message)];

    /// <summary>Waits until something is so. Polls: what is waited for announces nothing.</summary>
    public static async Task WaitAsync(Func<Task<bool>> isSo)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        while (!await isSo()) await Task.Delay(5, deadline.Token);
    }

    /// <summary>Fails unless nothing is under way, every equation between lines and series holds, and no fact came too late.</summary>
    public async Task ShouldBeAtRestAsync()
    {
        await WaitAsync(async () => await ValueAsync("kmb_requests_in_flight{node_id=\"1\"}") == 0);
        Telemetry.Reconcile().Where(equation => !equation.Holds).ShouldBeEmpty();
        Telemetry.LateFacts.ShouldBe(0);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Server.StopAsync();
        await Server.DisposeAsync();
        if (_ownsFolder) Directory.Delete(_folder, recursive: true);
    }

    private static HttpClient ClientOf(string address) =>
        new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.None, ActivityHeadersPropagator = null })
        {
            BaseAddress = new Uri(address),
            Timeout = Deadline,
        };
}
