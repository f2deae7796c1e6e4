using System.Runtime.CompilerServices;
using Google.Protobuf;
using Vitrine.Ledger.Entries;
using Vitrine.Ledger.Etcd.Client;
using Vitrine.Ledger.Etcd.Client.Wire;

namespace Vitrine.Ledger.Etcd;

/// <summary>The log in etcd: its head, its batches, and the one transaction that moves it on. Thread-safe.</summary>
internal sealed class EtcdLog(EtcdMembers members, EtcdKeys keys)
{
    /// <summary>Batches that one read asks for: with the largest ones a page stays below what a message may hold.</summary>
    private const int PageBatches = 64;

    /// <summary>Batches that a lost race brings along: enough for those that were written meanwhile.</summary>
    public const int TakenBatches = 8;

    /// <summary>Where the log ends, as a majority of the cluster knows it now.</summary>
    /// <returns>The head, the revision it was read at, and the raft term that the answering member was in.</returns>
    public async Task<(EtcdHead Head, long ReadAt, long Term)> HeadAsync(CancellationToken cancellationToken)
    {
        var answer = await members.CallAsync(member => member.RangeAsync(new RangeRequest { Key = keys.Head }, cancellationToken), isRead: true);
        return (HeadOf(answer), answer.Header.Revision, (long)answer.Header.RaftTerm);
    }

    /// <summary>Writes a batch and moves the head, if the head is still where the writer saw it.</summary>
    /// <param name="batch">The batch; it follows the head that it was decided on.</param>
    /// <param name="guard">That head's revision.</param>
    /// <param name="view">The view known to the writer, for those who read the head.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <remarks>
    /// Sent a second time it cannot take effect twice: the first effect moves the head that guards the second. Where the head had moved, what is at the batch's
    /// place tells whether that was this very batch, whose answer was lost.
    /// </remarks>
    public async Task<EtcdAppend> AppendAsync(EtcdBatch batch, long guard, long view, CancellationToken cancellationToken)
    {
        var transaction = new TxnRequest
        {
            Compare = { new Compare { Key = keys.Head, Target = Compare.Types.CompareTarget.Mod, Result = Compare.Types.CompareResult.Equal, ModRevision = guard } },
            Success = { Put(keys.Log(batch.Last), EtcdFormat.Write(batch)), Put(keys.Head, EtcdFormat.Write(new EtcdHead(batch.Entries[^1].Head, view, batch.Id, Revision: 0))) },
            Failure = { PlaceOf(batch) },
        };
        var answer = await members.CallAsync(member => member.TransactAsync(transaction, cancellationToken), isRead: false);
        return answer.Succeeded ? new EtcdAppend(answer.Header.Revision, []) : Read(answer, batch);
    }

    /// <summary>Looks, without writing, whether a batch whose answer was lost is in the log.</summary>
    public async Task<EtcdAppend> LookAsync(EtcdBatch batch, CancellationToken cancellationToken)
    {
        var transaction = new TxnRequest { Success = { PlaceOf(batch) } };
        return Read(await members.CallAsync(member => member.TransactAsync(transaction, cancellationToken), isRead: true), batch);
    }

    /// <summary>Reads batches in order, from the one that holds a position on, to the log's end.</summary>
    /// <exception cref="InvalidDataException">What etcd holds is no log of this format, or it lacks the position.</exception>
    public async IAsyncEnumerable<EtcdBatch> ReadAsync(long from, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var more = true; more;)
        {
            var page = new RangeRequest { Key = keys.Log(from), RangeEnd = keys.LogEnd, Limit = PageBatches };
            var answer = await members.CallAsync(member => member.RangeAsync(page, cancellationToken), isRead: true);
            foreach (var kv in answer.Kvs)
            {
                var batch = EtcdFormat.ReadBatch(kv.Value.Span, kv.ModRevision);
                if (batch.First > from || batch.Last < from) throw new InvalidDataException($"etcd holds entry {batch.First} where entry {from} should come: the log was trimmed or altered.");
                yield return batch;
                from = batch.Last + 1;
            }

            more = answer.More;
        }
    }

    /// <summary>Reads one entry.</summary>
    public async Task<LogEntry> EntryAsync(long position, CancellationToken cancellationToken)
    {
        await foreach (var batch in ReadAsync(position, cancellationToken)) return batch.Entries[(int)(position - batch.First)];
        throw new InvalidDataException($"etcd holds no entry {position}.");
    }

    /// <summary>Batches as they are written, from a revision on; ends only by an exception.</summary>
    public async IAsyncEnumerable<EtcdBatch> WatchAsync(IEtcdMember member, long fromRevision, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new WatchCreateRequest { Key = keys.Log(0), RangeEnd = keys.LogEnd, StartRevision = fromRevision };
        await foreach (var response in member.WatchAsync(request, cancellationToken))
        {
            foreach (var change in response.Events)
            {
                if (change.Type == Event.Types.EventType.Put) yield return EtcdFormat.ReadBatch(change.Kv.Value.Span, change.Kv.ModRevision);
            }
        }
    }

    private static EtcdAppend Read(TxnResponse answer, EtcdBatch batch)
    {
        EtcdBatch[] there = [.. answer.Responses[0].ResponseRange.Kvs.Select(kv => EtcdFormat.ReadBatch(kv.Value.Span, kv.ModRevision))];
        return there.Length > 0 && there[0].Id == batch.Id ? new EtcdAppend(there[0].Revision, []) : new EtcdAppend(0, there);
    }

    /// <summary>Reads what is at a batch's place and behind it.</summary>
    private RequestOp PlaceOf(EtcdBatch batch) => new() { RequestRange = new RangeRequest { Key = keys.Log(batch.First), RangeEnd = keys.LogEnd, Limit = TakenBatches } };

    private static EtcdHead HeadOf(RangeResponse answer) => answer.Kvs.Count == 0 ? default : EtcdFormat.ReadHead(answer.Kvs[0].Value.Span, answer.Kvs[0].ModRevision);

    private static RequestOp Put(ByteString key, ByteString value) => new() { RequestPut = new PutRequest { Key = key, Value = value } };
}
