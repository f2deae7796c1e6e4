using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Vitrine.Telemetry.Hosting;
using Vitrine.Telemetry.Lines;

namespace Vitrine.Benchmarks.Web;

/// <summary>The server that is measured, in a process of its own: a minimal API endpoint, bare or with all signals on.</summary>
internal static class WebServer
{
    /// <summary>Serves until standard input closes. Prints its address on standard output.</summary>
    public static async Task<int> RunAsync(string variant, string logFile)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        if (variant == "vitrine")
        {
            builder.AddVitrine(o =>
            {
                o.ServiceName = "bench";
                o.Log = new ServiceLogOptions { Output = logFile, AccessOutput = logFile };
                o.Debug.Listener = null;
            });
        }

        await using var app = builder.Build();
        if (variant == "vitrine") app.UseVitrine();
        app.MapGet("/item/{id}", (string id) => Results.Json(new Item(id, "A thing in a glass case", 42.5, ["one", "two", "three"])));
        app.MapGet("/allocated", () => GC.GetTotalAllocatedBytes(precise: true));
        await app.StartAsync();
        Console.WriteLine(app.Urls.First());
        await Console.In.ReadToEndAsync();
        await app.StopAsync();
        return 0;
    }

    private sealed record Item(string Id, string Name, double Price, string[] Tags);
}
