using System.Text.Json.Nodes;
using Vitrine.Commands;
using Vitrine.Settings;
using Vitrine.Tests.Roles;

namespace Vitrine.Tests.Scenarios;

/// <summary><c>vitrine load --scenario kimberlite</c> against the ledger.</summary>
public sealed class KimberliteScenarioTests : IDisposable
{
    private readonly TestSurroundings _surroundings = new();

    public void Dispose() => _surroundings.Dispose();

    [Fact]
    public async Task Load_OneNode_MovesWhateverOneNodeCanMove()
    {
        await using var ledger = await ServedLedger.StartAsync(_surroundings, (LedgerSettings.StalledBeyond, "50"), (LedgerSettings.QueryTimeout, "500ms"), (SharedSettings.LogLevel, "trace"));

        (await LoadAsync(ledger)).ShouldBe(ExitCode.Ok, _surroundings.Output);

        _surroundings.Output.ShouldContain(" 0 stood still, ");
        _surroundings.Output.ShouldNotContain("below the service's log level");
        _surroundings.Output.Split('\n').Count(line => line.StartsWith("skipped", StringComparison.Ordinal)).ShouldBe(1);
        _surroundings.Output.ShouldContain("no other node could lead: start three nodes with --engine etcd");
        var books = JsonNode.Parse(await ledger.Http.GetStringAsync("/debug/operations?check", TestContext.Current.CancellationToken))!.ToJsonString();
        books.ShouldContain("\"holds\":true");
        books.ShouldNotContain("\"holds\":false");
    }

    [Fact]
    public async Task Load_NodeWithDefaults_SkipsWithReasonsAndSucceeds()
    {
        await using var ledger = await ServedLedger.StartAsync(_surroundings);

        (await LoadAsync(ledger)).ShouldBe(ExitCode.Ok, _surroundings.Output);

        _surroundings.Output.ShouldContain("it may be 1000 entries behind: start the service with --stalled-beyond 100");
    }

    private Task<int> LoadAsync(ServedLedger ledger) => _surroundings.RunAsync("load", "--scenario", "kimberlite", "--url", ledger.Url, "--debug-url", ledger.Url);
}
