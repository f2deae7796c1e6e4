using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Vitrine.Ledger.Entries;
using Vitrine.Ledger.Projections;
using Vitrine.Ledger.Tests.Support;

namespace Vitrine.Ledger.Tests.Projections;

public sealed class ProjectionTests
{
    private const string Lag = "kmb_projection_lag{node_id=\"1\",projection=\"entities\"}";
    private const string Applied = "kmb_projection_applied_position{node_id=\"1\",projection=\"entities\"}";

    /// <summary>KB9.</summary>
    [Fact]
    public async Task Paused_StaysWhereItIs_AndIsToldOf_UntilItHasCaughtUp()
    {
        await using var ledger = await ServedLedger.StartAsync();
        await ledger.BeginAsync();
        await ledger.Projections.Find("entities")!.ReachAsync(2, TestContext.Current.CancellationToken);
        ((string)(await ledger.PostAsync("/v1/projections/entities/pause")).Json["state"]!).ShouldBe("paused");
        for (var i = 0; i < 3; i++) await ledger.PostAsync(ServedLedger.Entries, Batch(500));
        (await ledger.ValueAsync(Lag)).ShouldBe(1500);
        (await ledger.ValueAsync(Applied)).ShouldBe(2);
        await ServedLedger.WaitAsync(() => Task.FromResult(ledger.LinesOf("Projection stalled").Count == 1));
        ledger.LinesOf("Projection stalled")[0].GetProperty("fields").GetProperty("lag").GetInt64().ShouldBe(1500);
        var refused = await ledger.GetAsync(ServedLedger.Entities + "?as_of=100");
        (refused.Status, refused.ErrorType).ShouldBe((503, "not_applied"));

        await ledger.PostAsync("/v1/projections/entities/resume");
        await ServedLedger.WaitAsync(async () => await ledger.ValueAsync(Lag) == 0);
        (await ledger.ValueAsync(Applied)).ShouldBe(1502);
        await ServedLedger.WaitAsync(() => Task.FromResult(ledger.LinesOf("Projection caught up").Count == 1));
        await ledger.ShouldBeAtRestAsync();
    }

    [Fact]
    public async Task Rebuild_ReplaysTheLog_ToTheSameTable()
    {
        await using var ledger = await ServedLedger.StartAsync();
        await ledger.BeginAsync();
        await ledger.PostAsync(ServedLedger.Entries + "?wait=applied", Batch(1000));
        var before = (await ledger.GetAsync(ServedLedger.Entities + "?limit=1000")).Text;
        foreach (var name in (string[])["entities", "catalogue"]) (await ledger.PostAsync($"/v1/projections/{name}/rebuild")).Status.ShouldBe(200);
        ledger.LinesOf("Projection rebuilds: entities forgets 1002 entries").Count.ShouldBe(1);
        (await ledger.GetAsync(ServedLedger.Entities + "?limit=1000&as_of=1002")).Text.ShouldBe(before);
    }

    [Fact]
    public async Task Restart_TakesUpTheSnapshot_OrReplaysWhereThereIsNone()
    {
        var folder = Directory.CreateTempSubdirectory("vitrine-ledger-");
        try
        {
            string before;
            await using (var ledger = await ServedLedger.StartAsync(ServedLedger.OnFiles, folder.FullName))
            {
                await ledger.BeginAsync();
                await ledger.PostAsync(ServedLedger.Entries + "?wait=applied", Batch(100));
                before = (await ledger.GetAsync(ServedLedger.Entities)).Text;
            }

            await ReadAgainAsync(opened: 102);
            var snapshot = Path.Combine(folder.FullName, "projections", "entities.snapshot");
            var bytes = await File.ReadAllBytesAsync(snapshot, TestContext.Current.CancellationToken);
            bytes[^20] ^= 1;
            await File.WriteAllBytesAsync(snapshot, bytes, TestContext.Current.CancellationToken);
            await ReadAgainAsync(opened: 0);
            Directory.Delete(Path.Combine(folder.FullName, "projections"), recursive: true);
            await ReadAgainAsync(opened: 0);

            async Task ReadAgainAsync(long opened)
            {
                await using var again = await ServedLedger.StartAsync(ServedLedger.OnFiles, folder.FullName);
                (await again.GetAsync(ServedLedger.Entities + "?as_of=102")).Text.ShouldBe(before);
                again.Lines.Single(line => line.GetProperty("message").GetString()!.StartsWith("Projection opened: entities", StringComparison.Ordinal)).GetProperty("fields").GetProperty("Applied").GetInt64().ShouldBe(opened);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Snapshot_OfAnotherLog_IsForgotten()
    {
        var folder = Directory.CreateTempSubdirectory("vitrine-ledger-");
        try
        {
            await using (var ledger = await ServedLedger.StartAsync(ServedLedger.OnFiles, folder.FullName))
            {
                await ledger.BeginAsync();
                await ledger.PostAsync(ServedLedger.Entries + "?wait=applied", Batch(10));
            }

            Directory.Delete(Path.Combine(folder.FullName, "log"), recursive: true);
            await using var other = await ServedLedger.StartAsync(ServedLedger.OnFiles, folder.FullName);
            (await other.GetAsync("/v1/tenants")).Json["tenants"]!.AsArray().ShouldBeEmpty();
            await other.BeginAsync();
            (await other.GetAsync(ServedLedger.Entities)).Json["entities"]!.AsArray().ShouldBeEmpty();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Damage_InTheLog_HoldsItUp_UntilItIsMended()
    {
        await using var ledger = await ServedLedger.StartAsync();
        await ledger.BeginAsync();
        ledger.Memory.Damaged = 3;
        await ledger.PostAsync(ServedLedger.Entries, """{"data":1,"key":"a"}""");
        await ServedLedger.WaitAsync(async () => StateOf(await ledger.GetAsync("/v1/projections"), "entities") == "damaged");
        var waiting = await ledger.GetAsync(ServedLedger.Entities + "/a?as_of=3");
        waiting.Status.ShouldBe(503);
        waiting.Text.ShouldContain("Projection 'entities' has not come to position 3: Entry 3 of this node's copy does not verify.");
        ledger.Memory.Damaged = 0;
        await ServedLedger.WaitAsync(async () => (await ledger.GetAsync(ServedLedger.Entities + "/a?as_of=3")).Status == 200);
        StateOf(await ledger.GetAsync("/v1/projections"), "entities").ShouldBe("running");
    }

    [Fact]
    public async Task Table_ThatThrows_Fails_AndIsTriedAgainByARebuild()
    {
        var table = new BrittleTable();
        await using var ledger = await ServedLedger.StartAsync(options => options with { ConfigureServices = services => services.AddSingleton<IProjectionTable>(table) });
        await ledger.BeginAsync();
        await ServedLedger.WaitAsync(async () => StateOf(await ledger.GetAsync("/v1/projections"), "brittle") == "failed");
        (await ledger.GetAsync("/v1/tenants/acme")).Status.ShouldBe(200);
        table.IsBroken = false;
        await ledger.PostAsync("/v1/projections/brittle/rebuild");
        await ledger.Projections.Find("brittle")!.ReachAsync(2, TestContext.Current.CancellationToken);
        StateOf(await ledger.GetAsync("/v1/projections"), "brittle").ShouldBe("running");
        await ledger.Server.StopAsync(TestContext.Current.CancellationToken);
        ledger.LinesOf("Projection not saved: brittle; the next start replays what is missing").Count.ShouldBe(1);
    }

    private static string Batch(int entries) =>
        new JsonObject { ["entries"] = new JsonArray([.. Enumerable.Range(0, entries).Select(i => (JsonNode)new JsonObject { ["data"] = i, ["key"] = $"k{i % 300}" })]) }.ToJsonString();

    private static string StateOf(Answer answer, string name) => (string)answer.Json["projections"]!.AsArray().Single(projection => (string)projection!["projection"]! == name)!["state"]!;

    private sealed class BrittleTable : IProjectionTable
    {
        public bool IsBroken { get; set; } = true;

        public string Name => "brittle";

        public LogHead Open(string folder, Predicate<LogHead> isOfLog) => LogHead.Empty;

        public void Apply(LogEntry entry)
        {
            if (IsBroken && entry.Position == 2) throw new InvalidOperationException("No.");
        }

        public void Save(LogHead applied) => throw new IOException("The disk is full.");

        public void Reset()
        {
        }
    }
}
