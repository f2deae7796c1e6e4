using System.Diagnostics;
using System.Globalization;
using Vitrine.Benchmarks.Harness;

namespace Vitrine.Benchmarks.Web;

/// <summary>
/// CPU and bytes allocated per request of a minimal API endpoint with metrics, a quarter of the traces and an access log, over the bare endpoint: two server
/// processes, visited in turn by the same load, after both are warm; pinned to a processor of their own where there are two.
/// </summary>
internal static class WebBench
{
    private const int WarmUpRequests = 600_000;
    private const int RoundRequests = 60_000;
    private const int Rounds = 11;

    private static readonly HttpClient s_control = new();

    public static async Task<int> RunAsync(string[] args)
    {
        if (args is ["serve", var variant, var log]) return await WebServer.RunAsync(variant, log);
        var folder = Directory.CreateTempSubdirectory("vitrine-web-bench");
        await using var collector = await DummyCollector.StartAsync();
        // The servers on one processor, load and collector on the other: a server that is kept busy spends its CPU on requests, not on spinning.
        RunOn(processor: 0);
        using var bare = Start("bare", folder.FullName, collector.Address);
        using var vitrine = Start("vitrine", folder.FullName, collector.Address);
        RunOn(processor: 1);
        try
        {
            var (bareUrl, vitrineUrl) = (new Uri(await bare.StandardOutput.ReadLineAsync() ?? ""), new Uri(await vitrine.StandardOutput.ReadLineAsync() ?? ""));
            Console.WriteLine($"Warming up: {WarmUpRequests:N0} requests each.");
            await HttpLoad.RunAsync(Item(bareUrl), WarmUpRequests);
            await HttpLoad.RunAsync(Item(vitrineUrl), WarmUpRequests);
            var (bareCosts, vitrineCosts) = (new List<Cost>(), new List<Cost>());
            for (var round = 0; round < Rounds; round++)
            {
                bareCosts.Add(await MeasureAsync(bare, bareUrl));
                vitrineCosts.Add(await MeasureAsync(vitrine, vitrineUrl));
            }

            Console.WriteLine($"\nA minimal API endpoint, {HttpLoad.Connections} connections, {Rounds} rounds of {RoundRequests:N0}: process CPU and bytes allocated per request, medians");
            Console.WriteLine($"  bare                                         {Median(bareCosts.Select(cost => cost.CpuUs)),8:0.00} µs {Median(bareCosts.Select(cost => cost.Bytes)),8:0} B");
            Console.WriteLine($"  metrics, 25 % of traces over OTLP, access log {Median(vitrineCosts.Select(cost => cost.CpuUs)),7:0.00} µs {Median(vitrineCosts.Select(cost => cost.Bytes)),8:0} B");
            var pairs = bareCosts.Zip(vitrineCosts).ToArray();
            Console.WriteLine($"  pair by pair                                 {Median(pairs.Select(pair => pair.Second.CpuUs / pair.First.CpuUs)),8:0.00}x  {Median(pairs.Select(pair => pair.Second.Bytes - pair.First.Bytes)),8:+0} B   (collector took {collector.Requests:N0} exports)");
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

    private static void RunOn(int processor)
    {
        if ((OperatingSystem.IsLinux() || OperatingSystem.IsWindows()) && Environment.ProcessorCount > 1) Process.GetCurrentProcess().ProcessorAffinity = 1 << processor;
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

    private static async Task<Cost> MeasureAsync(Process server, Uri url)
    {
        var allocated = await AllocatedAsync(url);
        server.Refresh();
        var before = server.TotalProcessorTime;
        await HttpLoad.RunAsync(Item(url), RoundRequests);
        server.Refresh();
        var cpuUs = (server.TotalProcessorTime - before).TotalMicroseconds / RoundRequests;
        return new Cost(cpuUs, (await AllocatedAsync(url) - allocated) / (double)RoundRequests);
    }

    private static Uri Item(Uri url) => new(url, "/item/17");

    private static async Task<long> AllocatedAsync(Uri url) => long.Parse(await s_control.GetStringAsync(new Uri(url, "/allocated")), CultureInfo.InvariantCulture);

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    /// <summary>What one request cost, on average over a round.</summary>
    private readonly record struct Cost(double CpuUs, double Bytes);
}
