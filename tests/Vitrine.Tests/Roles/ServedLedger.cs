using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Vitrine.Ledger;
using Vitrine.Roles;
using Vitrine.Settings;

namespace Vitrine.Tests.Roles;

/// <summary>The ledger role as <c>vitrine serve ledger</c> runs it, from flags, environment and file to its one listener; on a port of the system's choice.</summary>
internal sealed class ServedLedger : IAsyncDisposable
{
    private readonly LedgerServer _server;

    private ServedLedger(LedgerServer server)
    {
        _server = server;
        Http = new HttpClient { BaseAddress = new Uri(server.Addresses.Single()), Timeout = ServedModel.Deadline };
    }

    /// <summary>Everything: API, metrics, health, status and debug pages.</summary>
    public HttpClient Http { get; }

    /// <summary>Its address without a slash at the end, as command lines name it.</summary>
    public string Url => $"{Http.BaseAddress}".TrimEnd('/');

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Starts a node and waits until it is ready. Its log is <c>ledger.log</c> of the surroundings.</summary>
    public static async Task<ServedLedger> StartAsync(TestSurroundings surroundings, params (Setting Setting, string Text)[] flags)
    {
        var served = new ServedLedger(await LedgerServer.StartAsync(OptionsOf(surroundings, flags), Cancellation));
        using var deadline = new CancellationTokenSource(ServedModel.Deadline);
        // Readiness announces nothing: it is asked.
        while (!(await served.Http.GetAsync("/health/ready", deadline.Token)).IsSuccessStatusCode) await Task.Delay(10, deadline.Token);
        return served;
    }

    /// <summary>The options that the role would run with.</summary>
    public static LedgerOptions OptionsOf(TestSurroundings surroundings, params (Setting Setting, string Text)[] flags)
    {
        var variables = new Dictionary<string, string>(surroundings.Variables, StringComparer.Ordinal)
        {
            ["VITRINE_LEDGER_API_HOST"] = "127.0.0.1:0",
            ["VITRINE_LEDGER_DEBUG_HOST"] = "127.0.0.1:0",
            ["VITRINE_LOG_OUTPUT"] = surroundings["ledger.log"],
        };
        var settings = new SettingsResolver(variables, surroundings.Folder, null).Resolve(SettingsTable.Of("ledger", isUnderUp: false), flags.ToDictionary(flag => flag.Setting, flag => flag.Text));
        return LedgerSetup.OptionsOf(new RoleContext(settings, new LedgerRole().Plan(settings), surroundings.Value));
    }

    /// <summary>Registers a tenant with one stream.</summary>
    public async Task PrepareAsync(string tenant, string stream)
    {
        foreach (var path in (string[])[$"/v1/tenants/{tenant}", $"/v1/tenants/{tenant}/streams/{stream}"]) (await Http.PutAsync(path, null, Cancellation)).EnsureSuccessStatusCode();
    }

    /// <summary>Appends one entry.</summary>
    public async Task AppendAsync(string tenant, string stream)
    {
        using var answer = await Http.PostAsJsonAsync($"/v1/tenants/{tenant}/streams/{stream}/entries", new JsonObject { ["key"] = "order-42", ["data"] = new JsonObject { ["state"] = "paid" } }, Cancellation);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Reads a range.</summary>
    public async Task ReadAsync(string tenant, string stream) => (await Http.GetAsync($"/v1/tenants/{tenant}/streams/{stream}/entries", Cancellation)).EnsureSuccessStatusCode();

    /// <summary>The value of the first series on the page that begins so.</summary>
    public async Task<double> SampleAsync(string series)
    {
        var line = (await Http.GetStringAsync("/metrics?pack=kimberlite", Cancellation)).Split('\n').First(line => line.StartsWith(series, StringComparison.Ordinal));
        return double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture);
    }

    /// <summary>Stops it, so that all of its log is written; may be disposed again.</summary>
    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _server.StopAsync();
        await _server.DisposeAsync();
    }
}
