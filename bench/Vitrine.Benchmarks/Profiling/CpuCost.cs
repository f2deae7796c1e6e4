using System.Diagnostics;
using Vitrine.Benchmarks.Harness;

namespace Vitrine.Benchmarks.Profiling;

/// <summary>
/// What a CPU profile costs a server: rounds of the same load with none, one from perf events and one from EventPipe (every 10 ms, as under <c>vitrine up</c>), in
/// turn. Processor time of the whole process for each request, which neighbours do not touch, and requests a second beside it.
/// </summary>
internal static class CpuCost
{
    private const int Rounds = 9;
    private static readonly string[] s_kinds = ["none", "perf", "eventpipe"];
    private static readonly HttpClient s_http = new() { Timeout = TimeSpan.FromMinutes(5) };

    public static async Task RunAsync()
    {
        using var server = Start();
        try
        {
            var address = new Uri(await server.StandardOutput.ReadLineAsync() ?? "");
            await MeasureAsync(server, new Uri(address, "/item"), "an HTTP endpoint", warmUp: 300_000, requests: 200_000);
            await MeasureAsync(server, new Uri(address, "/compute"), "a computing endpoint", warmUp: 4_000, requests: 8_000);
        }
        finally
        {
            server.StandardInput.Close();
            await server.WaitForExitAsync();
        }
    }

    /// <summary>How long after its 30 seconds a profile is there.</summary>
    public static async Task LatenessAsync()
    {
        using var server = Start();
        var address = new Uri(await server.StandardOutput.ReadLineAsync() ?? "");
        Console.WriteLine("\nA profile of 30 s under load, from its end to its last byte");
        foreach (var kind in s_kinds.Skip(1))
        {
            await s_http.GetByteArrayAsync(ProfileOf(address, kind, seconds: 1));
            using var done = new CancellationTokenSource();
            var load = UntilAsync(new Uri(address, "/item"), done.Token);
            var started = Stopwatch.GetTimestamp();
            var bytes = await s_http.GetByteArrayAsync(ProfileOf(address, kind, seconds: 30));
            var late = Stopwatch.GetElapsedTime(started) - TimeSpan.FromSeconds(30);
            await done.CancelAsync();
            await load;
            Console.WriteLine($"  {kind,-10} {late.TotalMilliseconds,6:0} ms late, {bytes.Length:N0} bytes");
        }

        server.StandardInput.Close();
        await server.WaitForExitAsync();
    }

    private static async Task MeasureAsync(Process server, Uri url, string title, int warmUp, int requests)
    {
        await HttpLoad.RunAsync(url, warmUp);
        // The first profile of a process compiles the profiler.
        foreach (var kind in s_kinds.Skip(1)) await s_http.GetByteArrayAsync(ProfileOf(url, kind, seconds: 1));
        var rounds = s_kinds.ToDictionary(kind => kind, _ => new List<Round>());
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var kind in s_kinds) rounds[kind].Add(await RoundAsync(server, url, kind, requests));
        }

        Console.WriteLine($"\nA CPU profile of {title}; {Rounds} rounds of {requests:N0} requests each, medians, and pair by pair against none");
        foreach (var kind in s_kinds)
        {
            var pairs = rounds[kind].Zip(rounds["none"]).ToArray();
            Console.WriteLine(
                $"  {kind,-10} {Median(rounds[kind].Select(round => round.CpuUs)),8:0.00} µs {Median(pairs.Select(pair => pair.First.CpuUs / pair.Second.CpuUs)) - 1,8:+0.0%;-0.0%} "
                + $"{Median(rounds[kind].Select(round => round.PerSecond)),10:N0} requests/s {Median(pairs.Select(pair => pair.First.PerSecond / pair.Second.PerSecond)) - 1,8:+0.0%;-0.0%}");
        }
    }

    private static async Task<Round> RoundAsync(Process server, Uri url, string kind, int requests)
    {
        using var stop = new CancellationTokenSource();
        var capture = kind == "none" ? Task.CompletedTask : s_http.GetByteArrayAsync(ProfileOf(url, kind, seconds: 600), stop.Token);
        // A capture has begun when its session has: some tens of milliseconds.
        await Task.Delay(TimeSpan.FromMilliseconds(300));
        var (cpu, started) = (CpuClock.OfProcess(server.Id), Stopwatch.GetTimestamp());
        await HttpLoad.RunAsync(url, requests);
        var round = new Round((CpuClock.OfProcess(server.Id) - cpu) / requests / 1000, requests / Stopwatch.GetElapsedTime(started).TotalSeconds);
        if (capture.IsCompleted && kind != "none") await capture;
        await stop.CancelAsync();
        await capture.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.Delay(TimeSpan.FromMilliseconds(500));
        return round;
    }

    private static async Task UntilAsync(Uri url, CancellationToken done)
    {
        while (!done.IsCancellationRequested) await HttpLoad.RunAsync(url, 3_200);
    }

    private static Uri ProfileOf(Uri url, string kind, int seconds) => new(url, $"/debug/pprof/profile?seconds={seconds}&kind={kind}");

    internal static Process Start()
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet") start.ArgumentList.Add(typeof(CpuCost).Assembly.Location);
        foreach (var argument in (string[])["profiling", "serve"]) start.ArgumentList.Add(argument);
        start.Environment["DOTNET_EventPipeThreadSamplingRate"] = "A";
        return Process.Start(start)!;
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    private readonly record struct Round(double CpuUs, double PerSecond);
}
