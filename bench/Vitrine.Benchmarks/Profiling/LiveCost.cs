using System.Net.WebSockets;
using Vitrine.Benchmarks.Harness;

namespace Vitrine.Benchmarks.Profiling;

/// <summary>What live charts cost an idle server: processor time of the whole process while nobody looks, and while three pages do, in turn.</summary>
internal static class LiveCost
{
    private const int Rounds = 5;
    private const int Pages = 3;
    private static readonly TimeSpan s_turn = TimeSpan.FromSeconds(10);

    // What runs once a second is compiled for good after thirty calls.
    private static readonly TimeSpan s_firstMinute = TimeSpan.FromSeconds(60);

    public static async Task RunAsync()
    {
        using var server = CpuCost.Start();
        var address = new Uri(await server.StandardOutput.ReadLineAsync() ?? "");
        var first = await WatchAsync(server.Id, address, s_firstMinute);
        var (alone, watched) = (new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            alone.Add(await ShareAsync(server.Id, s_turn));
            watched.Add(await WatchAsync(server.Id, address, s_turn));
        }

        Console.WriteLine($"\nLive charts, share of a core; {Rounds} rounds of {s_turn.TotalSeconds:0} s each, medians");
        Console.WriteLine($"  nobody looks   {Median(alone),7:0.00%}");
        Console.WriteLine($"  {Pages} pages        {Median(watched),7:0.00%}");
        Console.WriteLine($"  {Pages} pages in the process' first minute, compilation included {first:0.00%}");
        server.StandardInput.Close();
        await server.WaitForExitAsync();
    }

    private static async Task<double> WatchAsync(int server, Uri address, TimeSpan turn)
    {
        using var over = new CancellationTokenSource();
        var pages = Enumerable.Range(0, Pages).Select(_ => ReadAsync(address, over.Token)).ToArray();
        // Sources open, and the configuration is told.
        await Task.Delay(TimeSpan.FromSeconds(2));
        var share = await ShareAsync(server, turn);
        await over.CancelAsync();
        await Task.WhenAll(pages);
        // The last page has gone, and the run with it.
        await Task.Delay(TimeSpan.FromSeconds(1));
        return share;
    }

    private static async Task<double> ShareAsync(int server, TimeSpan turn)
    {
        var before = CpuClock.OfProcess(server);
        await Task.Delay(turn);
        return (CpuClock.OfProcess(server) - before) / turn.TotalNanoseconds;
    }

    private static async Task ReadAsync(Uri address, CancellationToken over)
    {
        using var socket = new ClientWebSocket();
        var buffer = new byte[64 * 1024];
        try
        {
            await socket.ConnectAsync(new UriBuilder(address) { Scheme = "ws", Path = "/debug/statsviz/ws" }.Uri, over);
            while (true) await socket.ReceiveAsync(buffer, over);
        }
        catch (OperationCanceledException)
        {
            // The turn is over.
        }
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
