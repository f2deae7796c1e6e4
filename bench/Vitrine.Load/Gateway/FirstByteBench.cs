using System.Diagnostics;
using System.Globalization;
using Vitrine.Traffic;

namespace Vitrine.Load.Gateway;

/// <summary>
/// What a forwarder adds to a stream's first byte while no core is busy: few connections, 200 events a millisecond apart. The upstream answers at once,
/// where every microsecond shows, and after 20 ms, which is what a fast model takes for its first token.
/// </summary>
internal static class FirstByteBench
{
    private const int PaceMs = 1;

    /// <summary>Visits the peers in turn, stream by stream, so that what else the machine does meets all alike.</summary>
    public static async Task RunAsync(GatewayPeers peers, LoadOptions options)
    {
        using var http = LoadClient.Http(options.Connections);
        Peer[] all = [peers.Upstream, .. peers.Forwarders];
        foreach (var peer in all) await LoadClient.SendManyAsync(http, peer, options.Connections, options.WarmUp / 10, _ => true);
        Console.WriteLine($"""

            ### Time to the first byte of a stream of 200 events at light load, {options.Rounds * all.Length * options.Turn.TotalSeconds:0} s each row of connections

            | upstream's first event | connections | | streams | p50, µs | p99, µs | added to bare, µs | over bare (target 1.10) |
            |---|---|---|---|---|---|---|---|
            """);
        foreach (var thinkMs in (int[])[0, 20])
        {
            foreach (var connections in (int[])[1, 4])
            {
                var recorders = await MeasureAsync(http, all, connections, thinkMs, options.Turn * options.Rounds * all.Length);
                var bare = recorders[1].Quantile(0.5).TotalMicroseconds;
                for (var i = 0; i < all.Length; i++)
                {
                    var median = recorders[i].Quantile(0.5).TotalMicroseconds;
                    var added = i < 2 ? "" : string.Create(CultureInfo.InvariantCulture, $"{median - bare:0}");
                    Console.WriteLine(FormattableString.Invariant($"| {(thinkMs == 0 ? "at once" : $"after {thinkMs} ms")} | {connections} | {(i == 0 ? "nothing between" : all[i].Name)} | {recorders[i].Count} | {median:0} | {recorders[i].Quantile(0.99).TotalMicroseconds:0} | {added} | {median / bare:0.00} |"));
                }
            }
        }
    }

    private static async Task<LatencyRecorder[]> MeasureAsync(HttpClient http, Peer[] all, int connections, int thinkMs, TimeSpan time)
    {
        var recorders = all.Select(_ => new LatencyRecorder()).ToArray();
        var from = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, connections).Select(async connection =>
        {
            // Each connection begins at another peer.
            for (var turn = connection; Stopwatch.GetElapsedTime(from) < time; turn++)
            {
                var firstByte = await LoadClient.SendAsync(http, all[turn % all.Length], stream: true, thinkMs, PaceMs);
                lock (recorders) recorders[turn % all.Length].Record(firstByte);
            }
        }));
        return recorders;
    }
}
