using System.Text.Json;
using Vitrine.Ledger;
using Vitrine.Roles;
using Vitrine.Settings;

namespace Vitrine.Tests.Roles;

/// <summary>What the ledger role writes as its log: the checks KB11 and KB12 of the contract.</summary>
public sealed class LedgerLogTests : IDisposable
{
    private readonly TestSurroundings _surroundings = new();

    public void Dispose() => _surroundings.Dispose();

    [Fact]
    public async Task Election_IsALineOfTheDocumentsShape()
    {
        var lines = await RunAsync("kimberlite=info");
        var line = lines.Single(line => line.GetProperty("message").GetString() == "Became leader");
        line.EnumerateObject().Select(field => field.Name).Take(5).ShouldBe(["timestamp", "level", "target", "message", "fields"]);
        (line.GetProperty("level").GetString(), line.GetProperty("target").GetString()).ShouldBe(("INFO", "kmb_consensus"));
        line.GetProperty("timestamp").GetString()!.ShouldMatch(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$");
        line.GetProperty("fields").ToString().ShouldBe("""{"node_id":1,"view":1,"commit_index":0}""");
        lines.Select(line => line.GetProperty("level").GetString()).ShouldBeSubsetOf(["INFO", "WARN"]);
    }

    [Theory]
    [InlineData("kimberlite_vsr=trace", "kmb_consensus")]
    [InlineData("kimberlite_server=debug", "kmb_server")]
    [InlineData("kimberlite_storage=trace", "kmb_log")]
    public async Task Filter_OfOneCrate_LetsItsTargetAloneSpeakBelowAWarning(string filter, string target)
    {
        var quiet = (await RunAsync(filter)).Where(line => line.GetProperty("level").GetString() is "INFO" or "DEBUG" or "TRACE").ToArray();
        quiet.Select(line => line.GetProperty("target").GetString()).Distinct().ShouldBe([target]);
        quiet.Select(line => line.GetProperty("level").GetString()).ShouldContain(filter.EndsWith("trace") ? "TRACE" : "DEBUG");
    }

    /// <summary>Starts a node, writes one entry, stops it, and reads its log.</summary>
    private async Task<JsonElement[]> RunAsync(string filter)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["RUST_LOG"] = filter,
            ["RUST_LOG_FORMAT"] = "json",
            ["KMB_BIND_ADDRESS"] = "127.0.0.1:0",
            ["KMB_DATA_DIR"] = _surroundings["data"],
            ["VITRINE_LEDGER_DEBUG_HOST"] = "127.0.0.1:0",
            ["VITRINE_LOG_OUTPUT"] = _surroundings["ledger.log"],
        };
        var settings = new SettingsResolver(variables, _surroundings.Folder, null).Resolve(SettingsTable.Of("ledger", isUnderUp: false), new Dictionary<Setting, string>());
        await using (var server = await LedgerServer.StartAsync(LedgerSetup.OptionsOf(new RoleContext(settings, new LedgerRole().Plan(settings), _surroundings.Value)), TestContext.Current.CancellationToken))
        {
            using var http = new HttpClient { BaseAddress = new Uri(server.Addresses.Single()), Timeout = ServedModel.Deadline };
            using var deadline = new CancellationTokenSource(ServedModel.Deadline);
            while (!(await http.GetAsync("/health/ready", deadline.Token)).IsSuccessStatusCode) await Task.Delay(10, deadline.Token);
            (await http.PutAsync("/v1/tenants/acme", null, deadline.Token)).EnsureSuccessStatusCode();
            await server.StopAsync(deadline.Token);
        }

        return [.. File.ReadLines(_surroundings["ledger.log"]).Select(line => JsonDocument.Parse(line).RootElement)];
    }
}
