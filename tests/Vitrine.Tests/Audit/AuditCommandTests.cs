using System.Globalization;
using System.Text.Json.Nodes;
using Vitrine.Commands;
using Vitrine.Testing;

namespace Vitrine.Tests.Audit;

/// <summary>The commands against a ledger over real files: the checks KB15, KB16 and KB17 of the contract, and more.</summary>
public sealed class AuditCommandTests : IDisposable
{
    private readonly TestSurroundings _surroundings = new();

    private static string Today => DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Yesterday => DateTime.UtcNow.AddDays(-1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public void Dispose() => _surroundings.Dispose();

    [Fact]
    public async Task Export_OfARange_HoldsItsEvents_EndIncluded()
    {
        await using var ledger = await AuditedLedger.StartAsync();
        (await RunAsync("export", "--start", Yesterday, "--end", Today, "--format", "json", "--output", "a.json", "--url", ledger.Url)).ShouldBe(ExitCode.Ok);
        var (code, length) = await ExternalTool.RunAsync("jq", ["length", _surroundings["a.json"]]);
        (code, length.Trim()).ShouldBe((0, $"{AuditedLedger.Events}"));
        _surroundings.Error.ShouldContain($"exported: {AuditedLedger.Events} records, sequence 1 to {AuditedLedger.Events}, the chain whole into a.json");

        (await RunAsync("export", "--end", "2020-12-31", "--output", "none.json", "--url", ledger.Url)).ShouldBe(ExitCode.Ok);
        JsonNode.Parse(await File.ReadAllTextAsync(_surroundings["none.json"], TestContext.Current.CancellationToken))!.AsArray().ShouldBeEmpty();
        _surroundings.Error.ShouldContain("exported: no record lies in this range");
        (await RunAsync("verify", "none.json")).ShouldBe(ExitCode.Ok);
        Directory.GetFiles(_surroundings.Folder, "*.part").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("json", "[")]
    [InlineData("jsonl", "{\"sequence\":1,")]
    [InlineData("csv", "sequence,log_position,timestamp,")]
    public async Task Verify_OfEveryFormat_StandsAlone(string format, string begins)
    {
        await using (var ledger = await AuditedLedger.StartAsync())
        {
            (await RunAsync("export", "--format", format, "--output", "audit", "--url", ledger.Url)).ShouldBe(ExitCode.Ok);
            using var http = new HttpClient();
            _surroundings.Write("ledger.pem", await http.GetStringAsync(new Uri($"{ledger.Url}/v1/audit/public-key"), TestContext.Current.CancellationToken));
        }

        File.ReadAllText(_surroundings["audit"]).ShouldStartWith(begins);
        (await RunAsync("verify", "audit", "--public-key", "ledger.pem")).ShouldBe(ExitCode.Ok);
        _surroundings.Output.ShouldContain("audit: whole");
        _surroundings.Output.ShouldContain($"head       {AuditedLedger.Events} records, sequence 1 to {AuditedLedger.Events}, as of ");
        _surroundings.Output.ShouldContain("signature  checked with key ");

        var text = File.ReadAllText(_surroundings["audit"]);
        _surroundings.Write("altered", text.Replace($"{17:x32}", $"{18:x32}", StringComparison.Ordinal));
        (await RunAsync("verify", "altered")).ShouldBe(ExitCode.Failed);
        _surroundings.Output.ShouldContain("altered: NOT whole\n  problem    Record 17 (sequence 17) was altered");
    }

    [Fact]
    public async Task Verify_OfACutTail_SeesItByTheHeadAlone_AndSaysSoWithoutOne()
    {
        await using var ledger = await AuditedLedger.StartAsync();
        (await RunAsync("export", "--format", "jsonl", "--output", "audit", "--url", ledger.Url)).ShouldBe(ExitCode.Ok);
        var lines = File.ReadAllLines(_surroundings["audit"]);
        File.WriteAllLines(_surroundings["audit"], lines.SkipLast(3));
        (await RunAsync("verify", "audit")).ShouldBe(ExitCode.Failed);
        _surroundings.Output.ShouldContain("The signed head says 300 records, and there are 297: some were cut off.");

        File.Delete(_surroundings["audit.head.json"]);
        (await RunAsync("verify", "audit")).ShouldBe(ExitCode.Ok);
        _surroundings.Output.ShouldContain("head       none: a chain alone cannot show that records were cut off at either end");
        _surroundings.Write("ledger.pem", "no key");
        (await RunAsync("verify", "audit", "--public-key", "ledger.pem")).ShouldBe(ExitCode.Usage);
        _surroundings.Error.ShouldContain("ledger.pem: This is no public key");
    }

    [Fact]
    public async Task Head_OfAnotherLedger_IsNotBelieved()
    {
        await using var ledger = await AuditedLedger.StartAsync();
        await using var other = await AuditedLedger.StartAsync();
        (await RunAsync("export", "--output", "audit", "--url", ledger.Url)).ShouldBe(ExitCode.Ok);
        using var http = new HttpClient();
        _surroundings.Write("other.pem", await http.GetStringAsync(new Uri($"{other.Url}/v1/audit/public-key"), TestContext.Current.CancellationToken));
        (await RunAsync("verify", "audit", "--public-key", "other.pem")).ShouldBe(ExitCode.Failed);
        _surroundings.Output.ShouldContain("The head was signed with another key");
    }

    [Fact]
    public async Task StoredEvent_OfWhichAByteWasFlipped_IsNamedByExportAndVerify()
    {
        await using var ledger = await AuditedLedger.StartAsync();
        (await RunAsync("verify", ledger.Url)).ShouldBe(ExitCode.Ok);
        ledger.Alter($"{42:x32}", $"{43:x32}");
        (await RunAsync("export", "--output", "audit.json", "--url", ledger.Url)).ShouldBe(ExitCode.Failed);
        _surroundings.Error.ShouldContain("The trail is not whole. Record 42 (sequence 42) was altered");
        // Evidence is kept.
        File.Exists(_surroundings["audit.json"]).ShouldBeTrue();
        (await RunAsync("verify", ledger.Url)).ShouldBe(ExitCode.Failed);
        _surroundings.Output.ShouldContain("NOT whole\n  problem    Record 42 (sequence 42) was altered");
    }

    [Fact]
    public async Task Log_OfWhichAByteWasFlipped_IsNamedByItsEntry()
    {
        await using var ledger = await AuditedLedger.StartAsync();
        ledger.AlterLog($"{42:x32}", $"{43:x32}");
        (await RunAsync("verify", ledger.Url)).ShouldBe(ExitCode.Failed);
        // Two entries stand before the first event: its tenant and its stream.
        (_surroundings.Output + _surroundings.Error).ShouldContain("Entry 44 of this node's copy does not verify");
    }

    [Fact]
    public async Task Trail_WithoutRecords_IsWhole()
    {
        await using var ledger = await AuditedLedger.StartAsync(events: 0);
        (await RunAsync("verify", ledger.Url)).ShouldBe(ExitCode.Ok);
        _surroundings.Output.ShouldContain("records    0");
        _surroundings.Output.ShouldContain("log        the ledger made the trail anew from its log, and the two agree");
    }

    [Fact]
    public async Task Export_OnAPipe_GivesTheRecordsAlone()
    {
        await using var ledger = await AuditedLedger.StartAsync();
        (await RunAsync("export", "--format", "jsonl", "--output", "-", "--url", ledger.Url)).ShouldBe(ExitCode.Ok);
        var lines = _surroundings.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(AuditedLedger.Events);
        lines.ShouldAllBe(line => line.StartsWith("{\"sequence\":", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Query_ByActorAndAction_GivesTheNewestAsJson()
    {
        await using var ledger = await AuditedLedger.StartAsync();
        (await RunAsync("query", "--actor", "alice", "--action", "AccessDenied", "--start", Yesterday, "--limit", "5", "--url", ledger.Url)).ShouldBe(ExitCode.Ok);
        var found = _surroundings.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ToArray();
        found.Select(record => (long)record["sequence"]!).ShouldBe([300, 294, 288, 282, 276]);
        found.ShouldAllBe(record => (string)record["actor"]! == "alice" && (string)record["action"]! == "AccessDenied");
    }

    [Fact]
    public async Task Query_BeyondOnePage_GoesOn()
    {
        await using var ledger = await AuditedLedger.StartAsync();
        for (var first = 301; first < 2400; first += 700) await ledger.RecordAsync(first, 700);
        (await RunAsync("query", "--service", "gateway", "--limit", "2300", "--json", "--url", ledger.Url)).ShouldBe(ExitCode.Ok);
        _surroundings.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(2300);
    }

    [Fact]
    public async Task Query_OnATerminal_IsATable()
    {
        await using var ledger = await AuditedLedger.StartAsync();
        using var output = new StringWriter();
        _surroundings.Variables["NO_COLOR"] = "1";
        var terminal = _surroundings.Value with { Output = output, OutputIsTerminal = true };
        (await VitrineCommandLine.RunAsync(["audit", "query", "--limit", "2", "--url", ledger.Url], terminal)).ShouldBe(ExitCode.Ok);
        var rows = output.ToString().Split('\n').Select(row => row.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(cells => cells.Length > 2).ToArray();
        rows[0].ShouldBe(["#", "time,", "UTC", "service", "action", "operation", "actor", "subject", "outcome"]);
        rows[1][3..].ShouldBe(["gateway", "AccessDenied", "inference", "alice", "vitrine-tiny", "rejected"]);
        rows[2][3..].ShouldBe(["gateway", "AccessGranted", "inference", "=bob", "vitrine-tiny", "ok"]);
    }

    [Theory]
    [InlineData("--start must be a day such as 2024-12-31, or an instant", "export", "--start", "2024-13-01")]
    [InlineData("--end must be a day", "query", "--end", "31.12.2024")]
    [InlineData("--end (2024-01-01) lies before start (2024-12-31)", "export", "--start", "2024-12-31", "--end", "2024-01-01")]
    [InlineData("'pdf'", "export", "--format", "pdf")]
    [InlineData("--limit must be at least 1", "query", "--limit", "0")]
    [InlineData("--url must be an address such as http://localhost:9090", "query", "--url", "ledger")]
    [InlineData("missing.json cannot be read", "verify", "missing.json")]
    public async Task CommandLine_ThatIsWrong_SaysWhatIsAccepted(string says, params string[] arguments)
    {
        (await RunAsync(arguments)).ShouldBe(ExitCode.Usage);
        _surroundings.Error.ShouldContain(says);
    }

    [Fact]
    public async Task Ledger_ThatDoesNotAnswer_IsNamedWithTheRemedy()
    {
        (await RunAsync("query", "--url", $"http://127.0.0.1:{FreePort.Next()}")).ShouldBe(ExitCode.Failed);
        _surroundings.Error.ShouldContain("does not answer");
        _surroundings.Error.ShouldContain("vitrine serve ledger");
    }

    [Fact]
    public async Task Address_OfSomethingElse_IsSaid()
    {
        await using var ledger = await AuditedLedger.StartAsync();
        (await RunAsync("query", "--url", $"{ledger.Url}/metrics")).ShouldBe(ExitCode.Failed);
        _surroundings.Error.ShouldContain("/metrics refuses: There is nothing at /metrics/v1/audit/events");
    }

    private Task<int> RunAsync(params string[] arguments) => _surroundings.RunAsync(["audit", .. arguments]);
}
