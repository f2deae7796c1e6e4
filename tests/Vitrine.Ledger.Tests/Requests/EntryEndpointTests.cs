using System.Text.Json.Nodes;
using Vitrine.Ledger.Tests.Support;

namespace Vitrine.Ledger.Tests.Requests;

public sealed class EntryEndpointTests
{
    private const string Entries = ServedLedger.Entries;

    [Fact]
    public async Task Append_OneAndSeveral_AreAnsweredWithTheirPlacesAndFoundThere()
    {
        await using var ledger = await ServedLedger.StartAsync();
        await ledger.BeginAsync();
        var one = (await ledger.PostAsync(Entries, """{"data": {"n": 1, "text": "\u00e9"}}""")).Json;
        (one["first_position"], one["last_position"], one["count"], one["view"], one["op_number"], one["duplicate"]).ShouldSatisfyAllConditions(
            answer => ((long)answer.Item1!).ShouldBe(3),
            answer => ((long)answer.Item2!).ShouldBe(3),
            answer => ((long)answer.Item3!).ShouldBe(1),
            answer => ((long)answer.Item4!).ShouldBe(1),
            answer => ((long)answer.Item5!).ShouldBe(3),
            answer => ((bool)answer.Item6!).ShouldBeFalse());
        var several = (await ledger.PostAsync(Entries, """{"entries": [{"data": [1,2]}, {"data": null, "key": "k"}, {"data": "x"}]}""")).Json;
        ((long)several["first_position"]!, (long)several["last_position"]!).ShouldBe((4, 6));

        var page = (await ledger.GetAsync(Entries)).Json;
        var entries = page["entries"]!.AsArray();
        entries.Select(entry => (long)entry!["position"]!).ShouldBe([3, 4, 5, 6]);
        ((string)entries[0]!["hash"]!).ShouldBe((string)one["hash"]!);
        ((string)entries[3]!["hash"]!).ShouldBe((string)several["hash"]!);
        ((string)entries[2]!["key"]!).ShouldBe("k");
        ((long)page["next_position"]!, (long)page["head_position"]!).ShouldBe((7, 6));
        await ledger.ShouldBeAtRestAsync();
    }

    [Fact]
    public async Task Data_OfWhateverShape_ComesBackByteForByte()
    {
        await using var ledger = await ServedLedger.StartAsync();
        await ledger.BeginAsync();
        const string data = """{ "a" : 1.50 , "b":[ true ,null],"c":"\u0041<é>" }""";
        (await ledger.PostAsync(Entries, $$"""{"data":{{data}}}""")).Status.ShouldBe(200);
        (await ledger.GetAsync(Entries)).Text.ShouldContain($"\"data\":{data}");
    }

    [Fact]
    public async Task Range_PagesOverAStream_PassesOverTheOthers()
    {
        await using var ledger = await ServedLedger.StartAsync();
        await ledger.BeginAsync();
        await ledger.SendAsync(HttpMethod.Put, "/v1/tenants/acme/streams/other");
        var batch = new JsonObject { ["entries"] = new JsonArray([.. Enumerable.Range(0, 700).Select(i => (JsonNode)new JsonObject { ["data"] = i })]) }.ToJsonString();
        for (var i = 0; i < 4; i++)
        {
            await ledger.PostAsync(Entries, $$"""{"data":"{{i}}"}""");
            await ledger.PostAsync("/v1/tenants/acme/streams/other/entries", batch);
        }

        var found = new List<string>();
        var next = 1L;
        while (true)
        {
            var page = (await ledger.GetAsync($"{Entries}?from={next}&limit=2")).Json;
            found.AddRange(page["entries"]!.AsArray().Select(entry => (string)entry!["data"]!));
            next = (long)page["next_position"]!;
            if (next > (long)page["head_position"]!) break;
        }

        found.ShouldBe(["0", "1", "2", "3"]);
    }

    [Fact]
    public async Task IdempotencyKey_SentAgain_IsAnsweredWithTheSamePlaces_AndRefusedForOtherEntries()
    {
        await using var ledger = await ServedLedger.StartAsync();
        await ledger.BeginAsync();
        var first = (await ledger.PostAsync(Entries, """{"data":1}""", ("Idempotency-Key", "order-1"))).Json;
        var again = (await ledger.PostAsync(Entries, """{"data":1}""", ("Idempotency-Key", "order-1"))).Json;
        ((long)again["first_position"]!, (string)again["hash"]!, (bool)again["duplicate"]!).ShouldBe(((long)first["first_position"]!, (string)first["hash"]!, true));
        var other = await ledger.PostAsync(Entries, """{"data":2}""", ("Idempotency-Key", "order-1"));
        (other.Status, other.ErrorType).ShouldBe((409, "key_reused"));
        ledger.Engine.Copy.Head.Position.ShouldBe(3);
        await ledger.ShouldBeAtRestAsync();
    }

    [Fact]
    public async Task Append_IsNotAnswered_BeforeItIsDurable()
    {
        await using var ledger = await ServedLedger.StartAsync();
        await ledger.BeginAsync();
        Task<Answer> answer;
        using (ledger.Memory.Hold())
        {
            var before = ledger.Memory.Commands;
            answer = ledger.PostAsync(Entries, """{"data":1}""");
            await ServedLedger.WaitAsync(() => Task.FromResult(ledger.Memory.Commands > before));
            answer.IsCompleted.ShouldBeFalse();
            (await ledger.ValueAsync("kmb_requests_in_flight{node_id=\"1\"}")).ShouldBe(1);
        }

        (await answer).Status.ShouldBe(200);
        await ledger.ShouldBeAtRestAsync();
    }

    [Fact]
    public async Task WaitApplied_Answers_OnceTheProjectionsHaveIt()
    {
        await using var ledger = await ServedLedger.StartAsync();
        await ledger.BeginAsync();
        var answer = (await ledger.PostAsync(Entries + "?wait=applied", """{"data":1,"key":"a"}""")).Json;
        ((bool)answer["applied"]!).ShouldBeTrue();
        ledger.Projections.All.ShouldAllBe(projection => projection.Lag == 0);
    }
}
