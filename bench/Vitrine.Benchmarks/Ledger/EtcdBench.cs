using System.Diagnostics;
using System.Diagnostics.Metrics;
using Google.Protobuf;
using Microsoft.Extensions.DependencyInjection;
using Vitrine.Ledger.Entries;
using Vitrine.Ledger.Etcd;
using Vitrine.Ledger.Etcd.Client;
using Vitrine.Ledger.Etcd.Client.Wire;
using Vitrine.Telemetry.Upstreams;

namespace Vitrine.Benchmarks.Ledger;

/// <summary>
/// The ledger over etcd against the same puts sent to the same etcd without it: transactions of as many bytes as the ledger's batches had, guarded as they are,
/// one after the other. And, for the order of magnitude, a put for every entry. Three members unless told otherwise, for a ledger of one needs no etcd.
/// </summary>
internal static class EtcdBench
{
    private const int Rounds = 5;
    private const int Appenders = 64;
    private const int EntryBytes = 256;
    private static readonly TimeSpan s_round = TimeSpan.FromSeconds(2);
    private static readonly byte[] s_data = new byte[EntryBytes];

    public static async Task<int> RunAsync(int members)
    {
        Random.Shared.NextBytes(s_data);
        var folder = Directory.CreateTempSubdirectory("vitrine-bench-etcd-").FullName;
        await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var meters = services.GetRequiredService<IMeterFactory>();
        using var http = UpstreamHttp.Create(meters, TimeSpan.FromSeconds(5));
        var cluster = BenchCluster.Start(members, folder);
        try
        {
            var member = new EtcdMember(cluster[0].Endpoint, http, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10));
            while (!await HasLeaderAsync(member)) await Task.Delay(100);
            await using var node = await BenchNode.StartAsync(new EtcdConfig { NodeId = 1, Members = [.. cluster.Select(process => process.Endpoint)] }, Path.Combine(folder, "node"), meters);
            await MeasureAsync(member, node);
            return 0;
        }
        finally
        {
            foreach (var process in cluster) await process.DisposeAsync();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task MeasureAsync(EtcdMember member, BenchNode node)
    {
        var rates = (Engine: new List<double>(), Same: new List<double>(), Single: new List<double>());
        for (var round = 0; round <= Rounds; round++)
        {
            // Every transaction makes a revision, and nobody else writes.
            var revision = (await member.StatusAsync(default)).Header.Revision;
            var engine = await RateAsync(Appenders, (_, _) => node.AppendAsync(s_data), entriesPerCall: 1);
            var perBatch = Math.Max(1, (int)Math.Round(engine.Entries / (double)((await member.StatusAsync(default)).Header.Revision - revision)));
            // The same key is never written twice; its value is what a batch of so many entries takes.
            var value = ByteString.CopyFrom(new byte[EtcdFormat.BatchOverhead + (perBatch * (EtcdFormat.EntryOverhead + EntryCodec.SizeOf(node.Sample)))]);
            var guard = 0L;
            var prefix = $"/bench/{round}/";
            var same = await RateAsync(1, async (_, i) => guard = (await member.TransactAsync(Guarded(prefix, i, value, guard), default)).Header.Revision, perBatch);
            var single = await RateAsync(Appenders, (appender, i) => member.TransactAsync(Put($"{prefix}{appender}/{i}", ByteString.CopyFrom(s_data)), default), entriesPerCall: 1);
            if (round == 0) continue;
            rates.Engine.Add(engine.PerSecond);
            rates.Same.Add(same.PerSecond);
            rates.Single.Add(single.PerSecond);
            Console.WriteLine($"  round {round}: ledger {engine.PerSecond,8:0} entries/s in batches of {perBatch}, the same puts {same.PerSecond,8:0}, a put an entry {single.PerSecond,8:0}");
        }

        Console.WriteLine($"\n{Appenders} appenders of {EntryBytes} bytes, medians of {Rounds} rounds");
        Console.WriteLine($"  the same puts, sent directly      {Median(rates.Same),9:0} entries/s");
        Console.WriteLine($"  the ledger over etcd              {Median(rates.Engine),9:0} entries/s   {Median([.. rates.Engine.Zip(rates.Same, (a, b) => a / b)]):0.00} of them");
        Console.WriteLine($"  a put for every entry             {Median(rates.Single),9:0} entries/s");
    }

    private static async Task<(double PerSecond, long Entries)> RateAsync(int callers, Func<int, int, Task> call, int entriesPerCall)
    {
        var calls = 0L;
        var from = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(async caller =>
        {
            for (var i = 0; Stopwatch.GetElapsedTime(from) < s_round; i++)
            {
                await call(caller, i);
                Interlocked.Increment(ref calls);
            }
        }));
        return (calls * entriesPerCall / Stopwatch.GetElapsedTime(from).TotalSeconds, calls * entriesPerCall);
    }

    private static TxnRequest Guarded(string prefix, int i, ByteString value, long guard)
    {
        var head = ByteString.CopyFromUtf8(prefix + "head");
        return new TxnRequest
        {
            Compare = { new Compare { Key = head, Target = Compare.Types.CompareTarget.Mod, Result = Compare.Types.CompareResult.Equal, ModRevision = guard } },
            Success = { Put($"{prefix}log/{i:D19}", value).Success[0], Put(prefix + "head", EtcdFormat.Write(default(EtcdHead))).Success[0] },
        };
    }

    private static TxnRequest Put(string key, ByteString value) => new() { Success = { new RequestOp { RequestPut = new PutRequest { Key = ByteString.CopyFromUtf8(key), Value = value } } } };

    private static async Task<bool> HasLeaderAsync(EtcdMember member)
    {
        try
        {
            return (await member.StatusAsync(default)).Leader != 0;
        }
        catch (EtcdException)
        {
            return false;
        }
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
