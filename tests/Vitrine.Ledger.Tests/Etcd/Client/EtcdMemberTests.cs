using System.Diagnostics;
using Google.Protobuf;
using Vitrine.Ledger.Etcd.Client;
using Vitrine.Ledger.Etcd.Client.Wire;
using Vitrine.Testing;
using Vitrine.Testing.Etcd;

namespace Vitrine.Ledger.Tests.Etcd.Client;

/// <summary>The client against a real member.</summary>
[Collection(EtcdTests.Name)]
public sealed class EtcdMemberTests
{
    private static readonly ByteString s_key = ByteString.CopyFromUtf8("/k/1");
    private static readonly ByteString s_end = ByteString.CopyFromUtf8("/k0");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Transact_GuardedByRevision_SucceedsOnce()
    {
        await using var cluster = await EtcdCluster.StartAsync(1);
        using var http = MakeHttp();
        var member = MemberOf(cluster, http);

        var first = await member.TransactAsync(Put("one", guard: 0), Cancellation);
        var again = await member.TransactAsync(Put("two", guard: 0), Cancellation);

        first.Succeeded.ShouldBeTrue();
        again.Succeeded.ShouldBeFalse();
        var kv = again.Responses[0].ResponseRange.Kvs.ShouldHaveSingleItem();
        kv.ModRevision.ShouldBe(first.Header.Revision);
        kv.Value.ToStringUtf8().ShouldBe("one");
        (await member.StatusAsync(Cancellation)).Leader.ShouldBe(first.Header.MemberId);
    }

    [Fact]
    public async Task Watch_FromRevision_TellsWhatWasAndWhatComes()
    {
        await using var cluster = await EtcdCluster.StartAsync(1);
        using var http = MakeHttp();
        var member = MemberOf(cluster, http);
        var first = await member.TransactAsync(Put("one", guard: 0), Cancellation);

        var seen = new List<string>();
        await foreach (var response in member.WatchAsync(new WatchCreateRequest { Key = s_key, RangeEnd = s_end, StartRevision = first.Header.Revision }, Cancellation))
        {
            seen.AddRange(response.Events.Select(change => change.Kv.Value.ToStringUtf8()));
            if (seen.Count == 1) await member.TransactAsync(Put("two", first.Header.Revision), Cancellation);
            if (seen.Count == 2) break;
        }

        seen.ShouldBe(["one", "two"]);
    }

    [Fact]
    public async Task Watch_FromCompactedRevision_SaysSo()
    {
        await using var cluster = await EtcdCluster.StartAsync(1);
        using var http = MakeHttp();
        var member = MemberOf(cluster, http);
        var first = await member.TransactAsync(Put("one", guard: 0), Cancellation);
        await member.TransactAsync(Put("two", first.Header.Revision), Cancellation);
        await cluster.CompactAsync();

        var fault = await Should.ThrowAsync<EtcdException>(async () =>
        {
            await foreach (var _ in member.WatchAsync(new WatchCreateRequest { Key = s_key, StartRevision = first.Header.Revision }, Cancellation))
            {
                // Nothing but the end comes.
            }
        });

        fault.Error.ShouldBe(EtcdError.Compacted);
    }

    [Fact]
    public async Task Transact_BeyondTheRequestLimit_IsTooLarge()
    {
        await using var cluster = await EtcdCluster.StartAsync(1);
        using var http = MakeHttp();

        var fault = await Should.ThrowAsync<EtcdException>(() => MemberOf(cluster, http).TransactAsync(Put(new string('x', 3 << 20), guard: 0), Cancellation));

        fault.Error.ShouldBe(EtcdError.TooLarge);
    }

    [Fact]
    public async Task Transact_BeyondTheQuota_HasNoSpace()
    {
        await using var cluster = await EtcdCluster.StartAsync(1, "--quota-backend-bytes=1048576");
        using var http = MakeHttp();
        var member = MemberOf(cluster, http);

        var fault = await Should.ThrowAsync<EtcdException>(async () =>
        {
            for (var guard = 0L; ;) guard = (await member.TransactAsync(Put(new string('x', 1 << 20), guard), Cancellation)).Header.Revision;
        });

        fault.Error.ShouldBe(EtcdError.NoSpace);
    }

    [Fact]
    public async Task Call_WithoutAMember_IsUnreachable()
    {
        using var http = MakeHttp();
        var member = new EtcdMember(new Uri($"http://127.0.0.1:{FreePort.Next()}"), http, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5));

        (await Should.ThrowAsync<EtcdException>(() => member.StatusAsync(Cancellation))).Error.ShouldBe(EtcdError.Unreachable);
    }

    [Fact]
    public async Task Call_OfAPausedMember_IsLostAtItsDeadline()
    {
        await using var cluster = await EtcdCluster.StartAsync(1);
        using var http = MakeHttp();
        var member = new EtcdMember(cluster.Endpoints[0], http, TimeSpan.FromMilliseconds(300), TimeSpan.FromMilliseconds(300));
        await member.StatusAsync(Cancellation);
        cluster.Members[0].Pause();

        var started = Stopwatch.GetTimestamp();
        var fault = await Should.ThrowAsync<EtcdException>(() => member.TransactAsync(Put("one", guard: 0), Cancellation));

        fault.Error.ShouldBe(EtcdError.Lost);
        Stopwatch.GetElapsedTime(started).ShouldBeGreaterThan(TimeSpan.FromMilliseconds(250));
    }

    [Fact]
    public async Task Transact_WithoutAQuorum_HasNoLeaderOnceTheMemberKnows()
    {
        await using var cluster = await EtcdCluster.StartAsync(3);
        using var http = MakeHttp();
        var member = MemberOf(cluster, http);
        await cluster.Members[1].KillAsync();
        await cluster.Members[2].KillAsync();

        var started = Stopwatch.GetTimestamp();
        EtcdError error;
        do
        {
            error = (await Should.ThrowAsync<EtcdException>(() => member.TransactAsync(Put("one", guard: 0), Cancellation))).Error;
            error.ShouldBeOneOf(EtcdError.Lost, EtcdError.NoLeader);
        }
        while (error != EtcdError.NoLeader && Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(60));

        error.ShouldBe(EtcdError.NoLeader);
        (await member.StatusAsync(Cancellation)).Leader.ShouldBe(0ul);
    }

    private static HttpMessageInvoker MakeHttp() => new(new SocketsHttpHandler { ActivityHeadersPropagator = null });

    private static EtcdMember MemberOf(EtcdCluster cluster, HttpMessageInvoker http) => new(cluster.Endpoints[0], http, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5));

    private static TxnRequest Put(string value, long guard) => new()
    {
        Compare = { new Compare { Key = s_key, Target = Compare.Types.CompareTarget.Mod, Result = Compare.Types.CompareResult.Equal, ModRevision = guard } },
        Success = { new RequestOp { RequestPut = new PutRequest { Key = s_key, Value = ByteString.CopyFromUtf8(value) } } },
        Failure = { new RequestOp { RequestRange = new RangeRequest { Key = s_key } } },
    };
}
