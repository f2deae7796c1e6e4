using System.Diagnostics;
using Vitrine.Testing;

namespace Vitrine.Tests.Profiles;

/// <summary>A service in Go with the original net/http/pprof: what reads it reads every server of profiles. Its two functions cost ten to one.</summary>
public sealed class GoService : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vitrine-go-");
    private Process? _service;

    /// <summary>The root of its debug pages; asking for it needs Go.</summary>
    public string Url { get; private set; } = "";

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>Builds and starts it, once.</summary>
    public async Task<GoService> StartAsync()
    {
        if (_service is not null) return this;
        var program = Path.Combine(_folder.FullName, "goservice");
        var (code, output) = await ExternalTool.RunAsync("go", ["build", "-o", program, Path.Combine(AppContext.BaseDirectory, "Profiles", "goservice", "main.go")]);
        code.ShouldBe(0, output);
        var address = $"127.0.0.1:{FreePort.Next()}";
        _service = Process.Start(new ProcessStartInfo(program, [address]) { UseShellExecute = false })!;
        Url = $"http://{address}";
        using var http = new HttpClient();
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (true)
        {
            try
            {
                using var answer = await http.GetAsync($"{Url}/debug/pprof/cmdline", deadline.Token);
                return this;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(20, deadline.Token);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_service is { } service)
        {
            service.Kill();
            await service.WaitForExitAsync();
            service.Dispose();
        }

        _folder.Delete(recursive: true);
    }
}
