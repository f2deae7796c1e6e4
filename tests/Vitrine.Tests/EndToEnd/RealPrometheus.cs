using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Vitrine.Testing;

namespace Vitrine.Tests.EndToEnd;

/// <summary>Debian's Prometheus over a configuration, on a free port, with a store that goes when it goes.</summary>
internal sealed class RealPrometheus : IAsyncDisposable
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromMinutes(2);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vitrine-prometheus-");
    private readonly HttpClient _http = new();
    private readonly Process _process;

    /// <summary>Starts it; it answers a little later.</summary>
    public RealPrometheus(string configuration)
    {
        var file = Path.Combine(_folder.FullName, "prometheus.yml");
        File.WriteAllText(file, configuration);
        var port = 9090 + RunningUp.FreeOffset();
        Address = new Uri($"http://127.0.0.1:{port}/");
        _http.BaseAddress = new Uri(Address, "api/v1/");
        string[] arguments = [$"--config.file={file}", $"--storage.tsdb.path={_folder.FullName}/data", $"--web.listen-address=127.0.0.1:{port}", "--web.enable-lifecycle"];
        _process = Process.Start(new ProcessStartInfo(ExternalTool.Locate("prometheus"), arguments) { UseShellExecute = false, RedirectStandardError = true })!;
        _process.ErrorDataReceived += static (_, _) => { };
        _process.BeginErrorReadLine();
    }

    /// <summary>Where it answers, with a slash at its end.</summary>
    public Uri Address { get; }

    /// <summary>What its API says at a path below <c>/api/v1/</c>.</summary>
    public async Task<JsonNode> GetAsync(string path) => (await _http.GetFromJsonAsync<JsonNode>(path, TestContext.Current.CancellationToken))!["data"]!;

    /// <summary>The first value of a query's result, or null while there is none.</summary>
    public async Task<double?> QueryAsync(string query) =>
        (await GetAsync($"query?query={Uri.EscapeDataString(query)}"))["result"]!.AsArray() is [{ } series, ..] ? double.Parse(series["value"]![1]!.GetValue<string>()) : null;

    /// <summary>Asks until the answer is yes, also while it does not listen yet.</summary>
    public static async Task UntilAsync(string what, Func<Task<bool>> isSo)
    {
        using var deadline = new CancellationTokenSource(s_deadline);
        while (true)
        {
            try
            {
                if (await isSo()) return;
            }
            catch (HttpRequestException)
            {
                // Prometheus does not listen yet.
            }

            if (deadline.IsCancellationRequested) Assert.Fail($"It never came: {what}");
            await Task.Delay(200, TestContext.Current.CancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
        _folder.Delete(recursive: true);
    }
}
