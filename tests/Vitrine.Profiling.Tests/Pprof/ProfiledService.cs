using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Vitrine.Profiling.Pprof;

namespace Vitrine.Profiling.Tests.Pprof;

/// <summary>Any .NET service with one line more: <c>app.MapPprof()</c>, on a real port so that real programs can read it.</summary>
public sealed class ProfiledService : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vitrine-profiles-");
    private WebApplication _app = null!;
    private int _taken;

    public HttpClient Http { get; } = new() { Timeout = TimeSpan.FromMinutes(2) };

    public string Url { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "shop" });
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRouting();
        _app = builder.Build();
        _app.UseRouting();
        _app.MapPprof(new ProfilingOptions { LongestCapture = TimeSpan.FromMinutes(1) });
        await _app.StartAsync();
        Url = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/debug/pprof";
        Http.BaseAddress = new Uri(Url + "/");
    }

    /// <summary>Takes a profile into a file. The tool itself gives up on whoever answers late, and here a machine may be busy with other tests.</summary>
    public async Task<string> TakeAsync(string path)
    {
        var file = Path.Combine(_folder.FullName, $"{Interlocked.Increment(ref _taken)}.pb.gz");
        await File.WriteAllBytesAsync(file, await Http.GetByteArrayAsync(path, TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
        return file;
    }

    /// <summary>Stops the service while somebody may still be waiting for a profile.</summary>
    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
