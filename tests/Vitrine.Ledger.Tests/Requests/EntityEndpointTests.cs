using Vitrine.Ledger.Tests.Support;

namespace Vitrine.Ledger.Tests.Requests;

public sealed class EntityEndpointTests
{
    private const string Entries = ServedLedger.Entries;
    private const string Entities = ServedLedger.Entities;

    [Fact]
    public async Task Entity_AsOfEachPosition_IsWhatItWasThen()
    {
        await using var ledger = await ServedLedger.StartAsync();
        await ledger.BeginAsync();
        foreach (var data in (string[])["\"new\"", "\"paid\"", "null", "\"back\""]) await ledger.PostAsync(Entries, $$"""{"data":{{data}},"key":"order 1/ü"}""");
        const string path = Entities + "/order%201%2F%C3%BC";
        (await ledger.GetAsync(path + "?as_of=2")).Status.ShouldBe(404);
        ((string)(await ledger.GetAsync(path + "?as_of=3")).Json["data"]!).ShouldBe("new");
        ((string)(await ledger.GetAsync(path + "?as_of=4")).Json["data"]!).ShouldBe("paid");
        var removed = await ledger.GetAsync(path + "?as_of=5");
        (removed.Status, removed.ErrorType).ShouldBe((404, "unknown_entity"));
        var now = (await ledger.GetAsync(path + "?as_of=6")).Json;
        ((string)now["data"]!, (long)now["position"]!, (int)now["version"]!, (long)now["previous_position"]!, (long)now["as_of"]!).ShouldBe(("back", 6, 4, 5, 6));
        await ledger.ShouldBeAtRestAsync();
    }

    [Fact]
    public async Task Entity_OfAPositionThatIsNotAppliedYet_IsWaitedFor()
    {
        await using var ledger = await ServedLedger.StartAsync();
        await ledger.BeginAsync();
        var asked = ledger.GetAsync(Entities + "/a?as_of=4");
        await ledger.PostAsync(Entries, """{"data":1,"key":"a"}""");
        await ledger.PostAsync(Entries, """{"data":2,"key":"a"}""");
        ((int)(await asked).Json["data"]!).ShouldBe(2);
    }

    [Fact]
    public async Task List_AsOf_PagesOverTheKeysThatExisted()
    {
        await using var ledger = await ServedLedger.StartAsync();
        await ledger.BeginAsync();
        foreach (var key in (string[])["b", "a", "d", "c"]) await ledger.PostAsync(Entries, $$"""{"data":"{{key}}","key":"{{key}}"}""");
        await ledger.PostAsync(Entries + "?wait=applied", """{"data":null,"key":"c"}""");
        var page = (await ledger.GetAsync(Entities + "?limit=2")).Json;
        page["entities"]!.AsArray().Select(entity => (string)entity!["key"]!).ShouldBe(["a", "b"]);
        ((string)page["next_after"]!).ShouldBe("b");
        page = (await ledger.GetAsync(Entities + "?after=b")).Json;
        page["entities"]!.AsArray().Select(entity => (string)entity!["data"]!).ShouldBe(["d"]);
        page["next_after"].ShouldBeNull();
        (await ledger.GetAsync(Entities + "?as_of=6&after=b")).Json["entities"]!.AsArray().Select(entity => (string)entity!["key"]!).ShouldBe(["c", "d"]);
    }
}
