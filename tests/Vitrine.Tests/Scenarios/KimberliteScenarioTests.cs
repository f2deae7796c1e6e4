using System.Text.Json.Nodes;
using Vitrine.Commands;
using Vitrine.Settings;
using Vitrine.Testing.Etcd;
using Vitrine.Tests.Roles;

namespace Vitrine.Tests.Scenarios;

/// <summary><c>vitrine load --scenario kimberlite</c> against the ledger.</summary>
public sealed class KimberliteScenarioTests : IDisposable
{
    private static readonly TimeSpan s_severalTerms = TimeSpan.FromSeconds(6);

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

    /// <summary>
    /// What one node cannot show: it misses writes and its file rots while it is away, and the next start mends both; then a majority of the members dies, where
    /// writes fail, views overtake each other and damage cannot be mended.
    /// </summary>
    [Fact]
    public async Task Load_NodeOfAClusterThatWasInTrouble_MovesEverySignalOfThePack()
    {
        using var others = new TestSurroundings();
        // Without pre-vote, as etcd 3.4 has it, a member that is alone goes from term to term.
        await using var etcd = await EtcdCluster.StartAsync(3, "--pre-vote=false");
        await using var other = await ServedLedger.StartAsync(others, FlagsOf(etcd, node: 2));
        await using (var before = await ServedLedger.StartAsync(_surroundings, FlagsOf(etcd, node: 1))) await before.PrepareAsync("acme", "orders");
        await other.AppendAsync("acme", "orders");
        Rot(_surroundings.Folder);
        await using var ledger = await ServedLedger.StartAsync(_surroundings, FlagsOf(etcd, node: 1));
        await HeardAsync(ledger, "Checksum mismatch", "Repair finished");

        foreach (var member in etcd.Members.Skip(1)) await member.KillAsync();
        Rot(_surroundings.Folder);
        ((int)(await ledger.Http.PutAsync("/v1/tenants/nobody", null, TestContext.Current.CancellationToken)).StatusCode).ShouldBeOneOf(503, 504);
        _ = await ledger.Http.GetAsync("/v1/log/verify", TestContext.Current.CancellationToken);
        await HeardAsync(ledger, "Write failed", "Repair failed");
        // Alone, the member goes from term to term, one in a second or two, and nothing tells which: whoever leads with its vote is far beyond the one that the node expects.
        await Task.Delay(s_severalTerms, TestContext.Current.CancellationToken);
        foreach (var member in etcd.Members.Skip(1))
        {
            member.Start();
            await etcd.HealthyAsync(member);
            await HeardAsync(ledger, "View change did not finish", "View change finished");
        }

        (await LoadAsync(ledger)).ShouldBe(ExitCode.Ok, _surroundings.Output);

        _surroundings.Output.ShouldContain(" 0 stood still, ");
        _surroundings.Output.ShouldContain(" 0 missing");
        _surroundings.Output.ShouldNotContain("skipped");
        _surroundings.Output.Split('\n').Where(line => line.Contains("not provoked ", StringComparison.Ordinal)).ShouldAllBe(line => line.Contains("zero at rest"));
    }

    private static (Setting, string)[] FlagsOf(EtcdCluster etcd, int node) =>
    [
        (LedgerSettings.Engine, "etcd"), (LedgerSettings.EtcdEndpoints, string.Join(',', etcd.Endpoints)), (LedgerSettings.NodeId, $"{node}"),
        (LedgerSettings.StalledBeyond, "50"), (LedgerSettings.QueryTimeout, "500ms"), (SharedSettings.LogLevel, "trace"),
    ];

    /// <summary>Flips a bit of the first entry that names the tenant.</summary>
    private static void Rot(string folder)
    {
        var segment = Directory.EnumerateFiles(folder, "*.segment", SearchOption.AllDirectories).Order(StringComparer.Ordinal).First();
        using var file = new FileStream(segment, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        var place = bytes.AsSpan().IndexOf("acme"u8);
        place.ShouldBeGreaterThan(0);
        file.Position = place;
        file.WriteByte((byte)(bytes[place] ^ 1));
    }

    private static async Task HeardAsync(ServedLedger ledger, params string[] messages)
    {
        using var deadline = new CancellationTokenSource(ServedModel.Deadline);
        foreach (var message in messages)
        {
            while (!(await ledger.Http.GetStringAsync("/debug/logs?n=1000", deadline.Token)).Contains($"\"message\":\"{message}\"", StringComparison.Ordinal)) await Task.Delay(50, deadline.Token);
        }
    }

    private Task<int> LoadAsync(ServedLedger ledger) => _surroundings.RunAsync("load", "--scenario", "kimberlite", "--url", ledger.Url, "--debug-url", ledger.Url);
}
