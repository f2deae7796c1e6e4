using Vitrine.Ledger.Entries;
using Vitrine.Ledger.Tests.Support;

namespace Vitrine.Ledger.Tests.Requests;

public sealed class LogEndpointTests
{
    [Fact]
    public async Task Log_WithBodies_IsAChainThatAnybodyCanCheck()
    {
        await using var ledger = await ServedLedger.StartAsync(ServedLedger.OnFiles);
        await ledger.BeginAsync();
        await ledger.PostAsync(ServedLedger.Entries, """{"entries":[{"data":1,"key":"a"},{"data":"x"}]}""", ("Idempotency-Key", "k"));
        var page = (await ledger.GetAsync("/v1/log?bodies=true")).Json;
        var previous = EntryHash.Zero;
        foreach (var entry in page["entries"]!.AsArray())
        {
            ((string)entry!["prev_hash"]!).ShouldBe(previous.ToString());
            previous = EntryCodec.HashOf(previous, Convert.FromBase64String((string)entry["body"]!));
            ((string)entry["hash"]!).ShouldBe(previous.ToString());
        }

        page["entries"]!.AsArray().Select(entry => (string)entry!["kind"]!).ShouldBe(["tenant_created", "stream_created", "data", "data"]);
        ((string)page["entries"]![3]!["idempotency_key"]!, (int)page["entries"]![2]!["remaining"]!).ShouldBe(("k", 1));
        ((long)page["next_position"]!, (long)page["head_position"]!).ShouldBe((5, 4));
        (await ledger.GetAsync("/v1/log?from=3&limit=1")).Json["entries"]!.AsArray().Select(entry => (long)entry!["position"]!).ShouldBe([3]);
        var verified = (await ledger.GetAsync("/v1/log/verify")).Json;
        ((bool)verified["ok"]!, (long)verified["verified_entries"]!, (string)verified["head_hash"]!).ShouldBe((true, 4, previous.ToString()));
    }

    [Fact]
    public async Task Verify_DamagedEntry_SaysWhich()
    {
        await using var ledger = await ServedLedger.StartAsync();
        await ledger.BeginAsync();
        await ledger.PostAsync(ServedLedger.Entries + "?wait=applied", """{"data":1}""");
        ledger.Memory.Damaged = 2;
        var verified = (await ledger.GetAsync("/v1/log/verify")).Json;
        ((bool)verified["ok"]!, (long)verified["verified_entries"]!).ShouldBe((false, 1));
        ((long)verified["damage"]!["position"]!, (string)verified["damage"]!["check"]!).ShouldBe((2, "crc"));
        var read = await ledger.GetAsync("/v1/log");
        (read.Status, read.ErrorType).ShouldBe((500, "log_damaged"));
        await ledger.ShouldBeAtRestAsync();
    }
}
