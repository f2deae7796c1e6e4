using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Vitrine.Benchmarks.Web;

/// <summary>A collector that takes everything and keeps nothing.</summary>
internal sealed class DummyCollector : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _requests;

    private DummyCollector(WebApplication app) => _app = app;

    /// <summary>Where it listens.</summary>
    public string Address => _app.Urls.First();

    /// <summary>Exports taken.</summary>
    public int Requests => Volatile.Read(ref _requests);

    public static async Task<DummyCollector> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var collector = new DummyCollector(app);
        app.Run(async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null);
            Interlocked.Increment(ref collector._requests);
        });
        await app.StartAsync();
        return collector;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
