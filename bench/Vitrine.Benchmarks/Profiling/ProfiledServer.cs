using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Vitrine.Profiling;
using Vitrine.Profiling.Live;
using Vitrine.Profiling.Pprof;

namespace Vitrine.Benchmarks.Profiling;

/// <summary>The server that is profiled, in a process of its own: an endpoint that answers at once, and one that computes.</summary>
internal static class ProfiledServer
{
    private const int Turns = 100_000;

    /// <summary>Serves until standard input closes. Prints its address on standard output.</summary>
    public static async Task<int> RunAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var options = new ProfilingOptions { Role = "bench" };
        builder.Services.AddVitrineProfiling(options);
        await using var app = builder.Build();
        app.MapGet("/item", () => Results.Text("{\"name\":\"A thing in a glass case\",\"tags\":[]}"));
        app.MapGet("/compute", () => Results.Text($"{{\"sum\":{Compute():0.000},\"tags\":[]}}"));
        app.MapPprof(options);
        app.MapLiveCharts(options);
        await app.StartAsync();
        Console.WriteLine(app.Urls.First());
        await Console.In.ReadToEndAsync();
        await app.StopAsync();
        return 0;
    }

    private static double Compute()
    {
        var sum = 1.0;
        for (var i = 0; i < Turns; i++) sum = (sum * 1.0000001) + 1e-9;
        return sum;
    }
}
