using Vitrine.Ledger.Entries;
using Vitrine.Ledger.Etcd;
using Vitrine.Ledger.Etcd.Client;
using Vitrine.Testing.Etcd;

namespace Vitrine.Ledger.Tests.Etcd;

/// <summary>The log in a real etcd: one transaction moves it on, however often it is sent.</summary>
[Collection(EtcdTests.Name)]
public sealed class EtcdLogTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Append_SentAgainAfterItsAnswerWasLost_IsWrittenOnce()
    {
        await using var served = await ServedLog.StartAsync();
        var batch = Batch(LogHead.Empty, entries: 3);

        var first = await served.Log.AppendAsync(batch, guard: 0, view: 2, Cancellation);
        var again = await served.Log.AppendAsync(batch, guard: 0, view: 2, Cancellation);

        again.ShouldSatisfyAllConditions(append => append.IsWritten.ShouldBeTrue(), append => append.Revision.ShouldBe(first.Revision));
        (await served.Log.LookAsync(batch, Cancellation)).Revision.ShouldBe(first.Revision);
        // Others have gone on meanwhile: what was written is still found.
        var next = Batch(batch.Entries[^1].Head, entries: 2);
        await served.Log.AppendAsync(next, first.Revision, view: 2, Cancellation);
        (await served.Log.AppendAsync(batch, guard: 0, view: 2, Cancellation)).Revision.ShouldBe(first.Revision);
        (await served.ReadAsync(1)).Select(entry => entry.Position).ShouldBe([1, 2, 3, 4, 5]);
    }

    [Fact]
    public async Task Append_WhereAnotherWas_WritesNothingAndBringsItAlong()
    {
        await using var served = await ServedLog.StartAsync();
        var winner = Batch(LogHead.Empty, entries: 2);
        await served.Log.AppendAsync(winner, guard: 0, view: 2, Cancellation);

        // The same entries to the byte, of another writer: they are not its own.
        var loser = winner with { Id = Guid.NewGuid() };
        var lost = await served.Log.AppendAsync(loser, guard: 0, view: 2, Cancellation);

        lost.IsWritten.ShouldBeFalse();
        lost.Taken.ShouldHaveSingleItem().Id.ShouldBe(winner.Id);
        (await served.Log.LookAsync(loser, Cancellation)).IsWritten.ShouldBeFalse();
        var (head, readAt, term) = await served.Log.HeadAsync(Cancellation);
        head.ShouldBe(new EtcdHead(winner.Entries[^1].Head, View: 2, winner.Id, lost.Taken[0].Revision));
        readAt.ShouldBe(head.Revision);
        term.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Read_FromWithinABatch_BeginsWithIt()
    {
        await using var served = await ServedLog.StartAsync();
        var first = Batch(LogHead.Empty, entries: 5);
        var written = await served.Log.AppendAsync(first, guard: 0, view: 2, Cancellation);
        await served.Log.AppendAsync(Batch(first.Entries[^1].Head, entries: 5), written.Revision, view: 2, Cancellation);

        (await served.ReadAsync(3)).Select(entry => entry.Position).ShouldBe(Enumerable.Range(1, 10).Select(position => (long)position));
        (await served.ReadAsync(6)).Count.ShouldBe(5);
        (await served.ReadAsync(11)).ShouldBeEmpty();
        (await served.Log.EntryAsync(7, Cancellation)).Position.ShouldBe(7);
        await Should.ThrowAsync<InvalidDataException>(() => served.Log.EntryAsync(11, Cancellation));
    }

    private static EtcdBatch Batch(LogHead head, int entries)
    {
        var batch = new List<LogEntry>();
        for (var i = 1; i <= entries; i++)
        {
            var entry = new LogEntry { Position = head.Position + i, TimestampMs = 1_705_314_600_000, Kind = EntryKind.Data, Tenant = "t", Stream = "s", Data = "x"u8.ToArray() };
            batch.Add(EntryCodec.Chain(entry, i == 1 ? head.Hash : batch[^1].Hash));
        }

        return new EtcdBatch(Guid.NewGuid(), batch);
    }

    private sealed class ServedLog : IAsyncDisposable
    {
        private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler { ActivityHeadersPropagator = null });
        private readonly EtcdCluster _cluster;

        private ServedLog(EtcdCluster cluster)
        {
            _cluster = cluster;
            Log = new EtcdLog(new EtcdMembers([new EtcdMember(cluster.Endpoints[0], _http, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10))], own: 0), new EtcdKeys("test"));
        }

        public EtcdLog Log { get; }

        public static async Task<ServedLog> StartAsync() => new(await EtcdCluster.StartAsync(1));

        public async Task<IReadOnlyList<LogEntry>> ReadAsync(long from)
        {
            var entries = new List<LogEntry>();
            await foreach (var batch in Log.ReadAsync(from, Cancellation)) entries.AddRange(batch.Entries);
            return entries;
        }

        public async ValueTask DisposeAsync()
        {
            _http.Dispose();
            await _cluster.DisposeAsync();
        }
    }
}
