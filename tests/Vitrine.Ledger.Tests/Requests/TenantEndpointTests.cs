using Vitrine.Ledger.Tests.Support;

namespace Vitrine.Ledger.Tests.Requests;

public sealed class TenantEndpointTests
{
    [Fact]
    public async Task Put_NewAndAgain_Is201Then200_AtTheSamePosition()
    {
        await using var ledger = await ServedLedger.StartAsync();
        var first = await ledger.SendAsync(HttpMethod.Put, "/v1/tenants/acme");
        var again = await ledger.SendAsync(HttpMethod.Put, "/v1/tenants/acme");
        (first.Status, again.Status, (long)again.Json["position"]!).ShouldBe((201, 200, 1));
        (await ledger.SendAsync(HttpMethod.Put, "/v1/tenants/acme/streams/orders")).Status.ShouldBe(201);
        (await ledger.SendAsync(HttpMethod.Put, "/v1/tenants/acme/streams/orders")).Status.ShouldBe(200);
        ledger.Engine.Copy.Head.Position.ShouldBe(2);
    }

    [Fact]
    public async Task Get_ShowsStreamsAndWhatIsInThem()
    {
        await using var ledger = await ServedLedger.StartAsync();
        await ledger.BeginAsync();
        await ledger.PostAsync(ServedLedger.Entries + "?wait=applied", """{"entries":[{"data":1},{"data":"22"}]}""");
        var tenant = (await ledger.GetAsync("/v1/tenants/acme")).Json;
        var stream = tenant["streams"]![0]!;
        ((string)stream["stream"]!, (long)stream["entries"]!, (long)stream["data_bytes"]!, (long)stream["last_position"]!).ShouldBe(("orders", 2, 5, 4));
        ((long)tenant["created_position"]!, (bool)tenant["sealed"]!).ShouldBe((1, false));
        (await ledger.GetAsync("/v1/tenants")).Json["tenants"]!.AsArray().Select(each => (string)each!["tenant"]!).ShouldBe(["acme"]);
    }

    [Fact]
    public async Task Seal_ClosesForGood_AndTheGaugeCountsTheOthers()
    {
        await using var ledger = await ServedLedger.StartAsync();
        await ledger.BeginAsync();
        await ledger.SendAsync(HttpMethod.Put, "/v1/tenants/other");
        (await ledger.ValueAsync("kmb_active_tenants{node_id=\"1\"}")).ShouldBe(2);
        (await ledger.PostAsync("/v1/tenants/acme/seal")).Status.ShouldBe(200);
        (await ledger.PostAsync("/v1/tenants/acme/seal")).Status.ShouldBe(200);
        (await ledger.ValueAsync("kmb_active_tenants{node_id=\"1\"}")).ShouldBe(1);
        ((bool)(await ledger.GetAsync("/v1/tenants/acme")).Json["sealed"]!).ShouldBeTrue();
        var refused = await ledger.PostAsync(ServedLedger.Entries, """{"data":1}""");
        (refused.Status, refused.ErrorType).ShouldBe((409, "tenant_sealed"));
        (await ledger.GetAsync(ServedLedger.Entries)).Status.ShouldBe(200);
    }
}
