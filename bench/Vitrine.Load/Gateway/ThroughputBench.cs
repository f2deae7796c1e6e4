using System.Diagnostics;
using System.Globalization;
using Vitrine.Traffic;

namespace Vitrine.Load.Gateway;

/// <summary>
/// As many requests as each forwarder passes on, and what CPU it takes for one. Client, upstream and forwarders share the machine, which is what the
/// throughput says; the CPU is each forwarder's own.
/// </summary>
internal static class ThroughputBench
{
    /// <summary>Runs the rounds and prints their medians.</summary>
    /// <param name="peers">The first is what the others are held against; the last is the one in question.</param>
    /// <param name="options">How long.</param>
    /// <param name="stream">Streams instead of small chats.</param>
    /// <param name="targets">What is wanted of the last, or null.</param>
    public static async Task RunAsync(IReadOnlyList<Peer> peers, LoadOptions options, bool stream, Targets? targets = null)
    {
        using var http = LoadClient.Http(options.Connections);
        var rounds = new List<Figure[]>();
        foreach (var peer in peers) await LoadClient.SendManyAsync(http, peer, options.Connections, stream ? options.WarmUp / 10 : options.WarmUp, _ => stream);
        for (var round = 0; round < options.Rounds; round++)
        {
            var figures = new List<Figure>();
            foreach (var peer in peers) figures.Add(await MeasureAsync(http, peer, options, stream));
            rounds.Add([.. figures]);
        }

        Print(peers, options, rounds, stream, targets);
    }

    private static async Task<Figure> MeasureAsync(HttpClient http, Peer peer, LoadOptions options, bool stream)
    {
        var (cpu, from) = (peer.Cpu(), Stopwatch.GetTimestamp());
        var firstBytes = new LatencyRecorder[options.Connections];
        await Task.WhenAll(Enumerable.Range(0, options.Connections).Select(async connection =>
        {
            var mine = firstBytes[connection] = new LatencyRecorder();
            while (Stopwatch.GetElapsedTime(from) < options.Turn) mine.Record(await LoadClient.SendAsync(http, peer, stream));
        }));
        var elapsed = Stopwatch.GetElapsedTime(from);
        var count = firstBytes.Sum(recorder => recorder.Count);
        return new Figure(count / elapsed.TotalSeconds, (peer.Cpu() - cpu).TotalMicroseconds / count, Medians.Of(firstBytes.Select(recorder => recorder.Quantile(0.5).TotalMilliseconds)));
    }

    private static void Print(IReadOnlyList<Peer> peers, LoadOptions options, List<Figure[]> rounds, bool stream, Targets? targets)
    {
        Console.WriteLine($"""

            ### {(stream ? "Streams of 200 events" : "Small chats")}, {options.Connections} connections, {rounds.Count} rounds of {options.Turn.TotalSeconds:0} s each in turn: medians

            | | requests/s | over {peers[0].Name} | CPU, µs a request | over {peers[0].Name} | to the answer's begin, p50 of a connection, ms |
            |---|---|---|---|---|---|
            """);
        for (var i = 0; i < peers.Count; i++)
        {
            var peer = i;
            Console.WriteLine(Line($"| {peers[i].Name} | {Medians.Of(rounds.Select(round => round[peer].PerSecond)):N0} | {Medians.Of(Throughput(peer)):0.00} | {Medians.Of(rounds.Select(round => round[peer].CpuUs)):0} | {Medians.Of(Cpu(peer)):0.00} | {Medians.Of(rounds.Select(round => round[peer].FirstByteMs)):0.00} |"));
        }

        var last = peers.Count - 1;
        Console.WriteLine(Line($"\nThe {peers[last].Name} over the {peers[0].Name}, each round: throughput {All(Throughput(last))}; CPU {All(Cpu(last))}."));
        if (targets is not null) Console.WriteLine(Line($"Targets: {targets.Throughput:0.00} of the throughput {Verdict(Medians.Of(Throughput(last)) >= targets.Throughput)}; {targets.Cpu:0.00} times the CPU {Verdict(Medians.Of(Cpu(last)) <= targets.Cpu)}."));

        IEnumerable<double> Throughput(int of) => rounds.Select(round => round[of].PerSecond / round[0].PerSecond);

        IEnumerable<double> Cpu(int of) => rounds.Select(round => round[of].CpuUs / round[0].CpuUs);
    }

    private static string All(IEnumerable<double> ratios) => string.Join(' ', ratios.Select(ratio => ratio.ToString("0.00", CultureInfo.InvariantCulture)));

    private static string Verdict(bool isMet) => isMet ? "met" : "**not met**";

    private static string Line(FormattableString text) => FormattableString.Invariant(text);

    private readonly record struct Figure(double PerSecond, double CpuUs, double FirstByteMs);
}
