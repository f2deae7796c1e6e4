using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Vitrine.Benchmarks.Harness;
using Vitrine.Gateway.Fleet;
using Vitrine.Gateway.Forwarding;
using Vitrine.Gateway.Objects;
using Vitrine.Gateway.Polling;
using Vitrine.Telemetry.Upstreams;

namespace Vitrine.Benchmarks.Gateway;

/// <summary>What watching costs at rest: one hundred pods polled every second. The pods are one Kestrel in a process of its own, so that this process is the poller.</summary>
internal static class PollBench
{
    private const int Pods = 100;
    private static readonly TimeSpan s_warmUp = TimeSpan.FromSeconds(8);

    public static async Task<int> RunAsync(string[] args)
    {
        var seconds = args is [var text, ..] && int.TryParse(text, out var given) ? given : 20;
        using var server = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, BenchProgram.Self(["gateway", "pods"])) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardInput = true })!;
        try
        {
            var port = int.Parse((await server.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture);
            await PollAsync(port, seconds);
        }
        finally
        {
            // It ends with its input.
            server.StandardInput.Close();
            await server.WaitForExitAsync();
        }

        return 0;
    }

    /// <summary>Serves the pods until its input ends; prints its port.</summary>
    public static async Task<int> ServePodsAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddRoutingCore();
        await using var app = builder.Build();
        var page = Encoding.UTF8.GetBytes(Page());
        app.Run(async context =>
        {
            context.Response.ContentType = "text/plain; version=0.0.4";
            await context.Response.Body.WriteAsync(context.Request.Path == "/v1/models" ? """{"object":"list","data":[{"id":"llama"}]}"""u8.ToArray() : page);
        });
        await app.StartAsync();
        Console.WriteLine(new Uri(app.Urls.First()).Port);
        await Console.In.ReadToEndAsync();
        await app.StopAsync();
        return 0;
    }

    private static async Task PollAsync(int port, int seconds)
    {
        using var meters = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var http = UpstreamHttp.Create(meters.GetRequiredService<IMeterFactory>(), TimeSpan.FromSeconds(5));
        var pods = Enumerable.Range(1, Pods).Select(i =>
            new Pod(new ObjectName("default", $"pod-{i}"), new Uri($"http://127.0.0.1:{port}/"), new Uri($"http://127.0.0.1:{port}/{i}/metrics"), PodRole.Aggregated, null, new Dictionary<string, string>(StringComparer.Ordinal))).ToArray();
        var fleet = new FleetState();
        fleet.Swap(new FleetSnapshot([], [new FleetServer(new ModelServer(new ObjectName("default", "llama"), default), pods)]));
        using var poller = new PodPoller(fleet, http, new PollingOptions(), TimeProvider.System, NullLogger<PodPoller>.Instance);
        await poller.StartAsync(CancellationToken.None);
        await Task.Delay(s_warmUp);

        using var self = Process.GetCurrentProcess();
        var (cpu, bytes, from) = (self.TotalProcessorTime, GC.GetTotalAllocatedBytes(), Stopwatch.GetTimestamp());
        await Task.Delay(TimeSpan.FromSeconds(seconds));
        self.Refresh();
        var elapsed = Stopwatch.GetElapsedTime(from);
        var used = self.TotalProcessorTime - cpu;
        var polls = Pods * elapsed.TotalSeconds;
        Console.WriteLine($"{Pods} pods every second for {elapsed.TotalSeconds:0} s, a vLLM page of {Page().Length / 1024d:0.0} KiB each: {used / elapsed:P2} of a core, {used.TotalMicroseconds / polls:0} us and {(GC.GetTotalAllocatedBytes() - bytes) / polls:0} B a poll");
        Console.WriteLine($"all answered: {pods.All(pod => pod.Load.At is not null && pod.Load.Running == 3)}");
        await poller.StopAsync(CancellationToken.None);

        var (reading, page) = (new PageReading(), Encoding.UTF8.GetBytes(Page()));
        Harness.Measure.Print("Reading that page", "us", 1000, Harness.Measure.OneThread(2000, [new Harness.Subject("scan", times =>
        {
            for (var i = 0; i < times; i++) reading.Read(page);
        })]));
    }

    /// <summary>A page as long as a vLLM of one model writes it: some gauges, and two dozen histograms.</summary>
    private static string Page()
    {
        const string Labels = "engine=\"0\",model_name=\"meta-llama/Llama-3.1-8B-Instruct\"";
        var page = new StringBuilder();
        page.Append($"vllm:num_requests_running{{{Labels}}} 3.0\nvllm:num_requests_waiting{{{Labels}}} 1.0\nvllm:kv_cache_usage_perc{{{Labels}}} 0.25\n");
        string[] names = ["time_to_first_token_seconds", "inter_token_latency_seconds", "e2e_request_latency_seconds", "request_queue_time_seconds", "request_prefill_time_seconds", "request_decode_time_seconds"];
        foreach (var name in names.Concat(Enumerable.Range(0, 18).Select(i => $"some_other_histogram_{i}")))
        {
            page.Append($"# HELP vllm:{name} Histogram of {name}.\n# TYPE vllm:{name} histogram\n");
            for (var i = 0; i < 20; i++) page.Append($"vllm:{name}_bucket{{{Labels},le=\"{i * 0.25}\"}} {i * 10}.0\n");
            page.Append($"vllm:{name}_count{{{Labels}}} 200.0\nvllm:{name}_sum{{{Labels}}} 20.5\n");
        }

        return page.ToString();
    }
}
