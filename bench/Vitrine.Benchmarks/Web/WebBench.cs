using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace Vitrine.Benchmarks.Web;

/// <summary>
/// CPU per request of a minimal API endpoint with metrics, a quarter of the traces and an access log, over the bare endpoint: two server
/// processes, visited in turn by the same load, after both are warm.
/// </summary>
internal static class WebBench
{
    private const int Connections = 16;
    private const int WarmUpRequests = 150_000;
    private const int RoundRequests = 60_000;
    private const int Rounds = 7;

    public static async Task<int> RunAsync(string[] args)
    {
        if (args is ["serve", var variant, var log]) return await WebServer.RunAsync(variant, log);
        var folder = Directory.CreateTempSubdirectory("vitrine-web-bench");
        await using var collector = await DummyCollector.StartAsync();
        using var bare = Start("bare", folder.FullName, collector.Address);
        using var vitrine = Start("vitrine", folder.FullName, collector.Address);
        try
        {
            var (bareUrl, vitrineUrl) = (new Uri(await bare.StandardOutput.ReadLineAsync() ?? ""), new Uri(await vitrine.StandardOutput.ReadLineAsync() ?? ""));
            Console.WriteLine($"Warming up: {WarmUpRequests:N0} requests each.");
            await LoadAsync(bareUrl, WarmUpRequests);
            await LoadAsync(vitrineUrl, WarmUpRequests);
            var (bareCpu, vitrineCpu, ratios) = (new List<double>(), new List<double>(), new List<double>());
            for (var round = 0; round < Rounds; round++)
            {
                bareCpu.Add(await MeasureAsync(bare, bareUrl));
                vitrineCpu.Add(await MeasureAsync(vitrine, vitrineUrl));
                ratios.Add(vitrineCpu[^1] / bareCpu[^1]);
            }

            Console.WriteLine($"\nA minimal API endpoint, {Connections} connections, {Rounds} rounds of {RoundRequests:N0}: µs of process CPU per request, medians");
            Console.WriteLine($"  bare                                         {Median(bareCpu),8:0.00} µs");
            Console.WriteLine($"  metrics, 25 % of traces over OTLP, access log {Median(vitrineCpu),7:0.00} µs");
            Console.WriteLine($"  ratio, pair by pair                          {Median(ratios),8:0.00}x   (collector took {collector.Requests:N0} exports)");
            return 0;
        }
        finally
        {
            bare.StandardInput.Close();
            vitrine.StandardInput.Close();
            await Task.WhenAll(bare.WaitForExitAsync(), vitrine.WaitForExitAsync());
            folder.Delete(recursive: true);
        }
    }

    private static Process Start(string variant, string folder, string collector)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet") start.ArgumentList.Add(typeof(WebBench).Assembly.Location);
        foreach (var argument in (string[])["web", "serve", variant, Path.Combine(folder, variant + ".log")]) start.ArgumentList.Add(argument);
        start.Environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector;
        start.Environment["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";
        start.Environment["OTEL_TRACES_SAMPLER"] = "parentbased_traceidratio";
        start.Environment["OTEL_TRACES_SAMPLER_ARG"] = "0.25";
        start.Environment["OTEL_METRICS_EXPORTER"] = "none";
        start.Environment["OTEL_LOGS_EXPORTER"] = "none";
        return Process.Start(start)!;
    }

    private static async Task<double> MeasureAsync(Process server, Uri url)
    {
        server.Refresh();
        var before = server.TotalProcessorTime;
        await LoadAsync(url, RoundRequests);
        server.Refresh();
        return (server.TotalProcessorTime - before).TotalMicroseconds / RoundRequests;
    }

    /// <summary>Keep-alive requests over raw sockets: the client must cost less than what it measures.</summary>
    private static Task LoadAsync(Uri url, int requests) => Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => ConnectionAsync(url, requests / Connections)));

    private static async Task ConnectionAsync(Uri url, int requests)
    {
        var request = Encoding.ASCII.GetBytes($"GET /item/17 HTTP/1.1\r\nHost: {url.Authority}\r\nUser-Agent: bench\r\n\r\n");
        var answer = new byte[4096];
        using var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(url.Host, url.Port);
        var stream = client.GetStream();
        for (var i = 0; i < requests; i++)
        {
            await stream.WriteAsync(request);
            // The JSON answer ends with its closing brackets; with chunks the terminator follows.
            var read = 0;
            while (!IsWhole(answer.AsSpan(0, read)))
            {
                var got = await stream.ReadAsync(answer.AsMemory(read));
                if (got == 0) throw new IOException("The server closed the connection.");
                read += got;
            }
        }
    }

    private static bool IsWhole(ReadOnlySpan<byte> answer) => answer.EndsWith("0\r\n\r\n"u8) || (answer.EndsWith("]}"u8) && answer.IndexOf("Content-Length"u8) >= 0);

    private static double Median(List<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}
