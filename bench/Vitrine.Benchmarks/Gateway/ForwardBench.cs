using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Vitrine.Benchmarks.Gateway;

/// <summary>
/// The gateway with every signal on against a bare forwarder, both in front of one upstream that answers at once. Each is a process of its own, so that
/// its CPU is its own; client, upstream and proxy share the machine, which is what the throughput says.
/// </summary>
internal static class ForwardBench
{
    private const int Connections = 64;

    /// <summary>Requests of each kind that either side has answered before it is measured: until then the JIT compiles beside them, and more for the side with more code.</summary>
    private const int WarmUp = 150_000;

    private static readonly TimeSpan s_time = TimeSpan.FromSeconds(3);

    /// <summary>Runs <c>gateway forward --program PATH/TO/vitrine.dll [ROUNDS]</c>.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        if (args is not ["--program", var program, .. var rest] || !File.Exists(program))
        {
            Console.Error.WriteLine("usage: … -- gateway forward --program PATH/TO/vitrine.dll [ROUNDS]");
            return 2;
        }

        var rounds = rest is [var text] && int.TryParse(text, out var given) ? given : 5;
        using var upstream = Start(["gateway", "upstream"]);
        var upstreamUrl = await UrlOfAsync(upstream);
        using var bare = Start(["gateway", "bare", upstreamUrl]);
        var bareUrl = await UrlOfAsync(bare);
        var (api, debug) = (FreePort(), FreePort());
        var log = Path.GetTempFileName();
        using var gateway = Process.Start(new ProcessStartInfo(
            "dotnet",
            [program, "serve", "gateway", "--upstream", upstreamUrl, "--api-host", $"127.0.0.1:{api}", "--debug-host", $"127.0.0.1:{debug}", "--access-log-output", log, "--max-concurrent", "0"])
        { UseShellExecute = false })!;
        try
        {
            using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = Connections, UseProxy = false, ActivityHeadersPropagator = null });
            await ReadyAsync(http, $"http://127.0.0.1:{api}/v1/readiness");
            foreach (var stream in (bool[])[false, true])
            {
                var pairs = new List<(Figure Bare, Figure Gateway)>();
                await WarmUpAsync(http, bareUrl, stream);
                await WarmUpAsync(http, $"http://127.0.0.1:{api}", stream);
                for (var round = 0; round < rounds; round++)
                {
                    pairs.Add((await MeasureAsync(http, bare, bareUrl, stream), await MeasureAsync(http, gateway, $"http://127.0.0.1:{api}", stream)));
                }

                Print(stream ? "streams of 200 events" : "small chats", pairs);
            }
        }
        finally
        {
            bare.StandardInput.Close();
            upstream.StandardInput.Close();
            gateway.Kill(entireProcessTree: true);
            File.Delete(log);
        }

        return 0;
    }

    private static async Task WarmUpAsync(HttpClient http, string url, bool stream)
    {
        var left = stream ? WarmUp / 10 : WarmUp;
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(async _ =>
        {
            while (Interlocked.Decrement(ref left) >= 0) await AskAsync(http, url, stream);
        }));
    }

    /// <summary>Asks once, reads the whole answer, and says how many microseconds passed until it began.</summary>
    private static async Task<double> AskAsync(HttpClient http, string url, bool stream)
    {
        var sent = Stopwatch.GetTimestamp();
        using var request = new HttpRequestMessage(HttpMethod.Post, url + "/v1/chat/completions") { Content = BenchServers.Body(stream) };
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var began = Stopwatch.GetElapsedTime(sent).TotalMicroseconds;
        answer.EnsureSuccessStatusCode();
        await answer.Content.CopyToAsync(Stream.Null);
        return began;
    }

    private static async Task<Figure> MeasureAsync(HttpClient http, Process proxy, string url, bool stream)
    {
        proxy.Refresh();
        var (cpu, from, count) = (proxy.TotalProcessorTime, Stopwatch.GetTimestamp(), 0);
        var firstByte = new List<double>[Connections];
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(async connection =>
        {
            var mine = firstByte[connection] = [];
            while (Stopwatch.GetElapsedTime(from) < s_time)
            {
                mine.Add(await AskAsync(http, url, stream));
                Interlocked.Increment(ref count);
            }
        }));
        var elapsed = Stopwatch.GetElapsedTime(from);
        proxy.Refresh();
        var waits = firstByte.SelectMany(wait => wait).Order().ToArray();
        return new Figure(count / elapsed.TotalSeconds, (proxy.TotalProcessorTime - cpu).TotalMicroseconds / count, waits[waits.Length / 2]);
    }

    private static void Print(string title, List<(Figure Bare, Figure Gateway)> pairs)
    {
        Console.WriteLine($"{title}, {Connections} connections, {pairs.Count} rounds of {s_time.TotalSeconds:0} s each in turn: medians");
        Line("requests/s", pair => pair.RequestsPerSecond);
        Line("CPU of the proxy, us a request", pair => pair.CpuUs);
        Line("time to the answer's begin, median, us", pair => pair.FirstByteUs);

        void Line(string name, Func<Figure, double> of)
        {
            double[] ratios = [.. pairs.Select(pair => of(pair.Gateway) / of(pair.Bare))];
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"  {name,-40} bare {Median(pairs.Select(pair => of(pair.Bare))),9:0}  gateway {Median(pairs.Select(pair => of(pair.Gateway))),9:0}  ratio {Median(ratios):0.00}   all: {string.Join(' ', ratios.Select(ratio => ratio.ToString("0.00", CultureInfo.InvariantCulture)))}"));
        }
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    private static Process Start(string[] args) => Process.Start(new ProcessStartInfo(Environment.ProcessPath!, BenchProgram.Self(args))
    {
        UseShellExecute = false,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    })!;

    private static async Task<string> UrlOfAsync(Process server) => $"http://127.0.0.1:{await server.StandardOutput.ReadLineAsync()}";

    private static async Task ReadyAsync(HttpClient http, string url)
    {
        for (var tries = 0; tries < 300; tries++)
        {
            try
            {
                if ((await http.GetAsync(url)).IsSuccessStatusCode) return;
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }

            await Task.Delay(100);
        }

        throw new TimeoutException($"{url} did not become ready.");
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private readonly record struct Figure(double RequestsPerSecond, double CpuUs, double FirstByteUs);
}
