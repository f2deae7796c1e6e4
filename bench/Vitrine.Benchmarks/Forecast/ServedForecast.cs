using System.Diagnostics;
using Vitrine.Benchmarks.Web;

namespace Vitrine.Benchmarks.Forecast;

/// <summary><c>serve forecast</c> in a process of its own with every signal on, and a client with as many connections as it is asked for.</summary>
internal sealed class ServedForecast : IAsyncDisposable
{
    private readonly Process _process;
    private readonly DummyCollector _collector;
    private readonly HttpClient _http;
    private readonly string _api;
    private readonly string _log;

    private ServedForecast(Process process, DummyCollector collector, int port, int connections, string log)
    {
        (_process, _collector, _api, _log) = (process, collector, $"http://127.0.0.1:{port}", log);
        _http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = connections, ActivityHeadersPropagator = null });
    }

    public int ProcessId => _process.Id;

    /// <summary>Exports that the collector took.</summary>
    public int Exports => _collector.Requests;

    /// <summary>Starts it on two ports and waits until it is ready.</summary>
    public static async Task<ServedForecast> StartAsync(string program, int port, int connections)
    {
        var collector = await DummyCollector.StartAsync();
        var log = Path.Combine(Path.GetTempPath(), $"vitrine-forecast-bench-{port}.log");
        string[] arguments = [program, "serve", "forecast", "--api-host", $"127.0.0.1:{port}", "--debug-host", $"127.0.0.1:{port + 1}", "--log-output", log, "--rate-limit-per-minute", $"{int.MaxValue}"];
        var start = new ProcessStartInfo("dotnet", arguments) { UseShellExecute = false };
        start.Environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Address;
        start.Environment["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";
        start.Environment["OTEL_METRICS_EXPORTER"] = "none";
        start.Environment["OTEL_LOGS_EXPORTER"] = "none";
        var service = new ServedForecast(Process.Start(start)!, collector, port, connections, log);
        await service.ReadyAsync();
        return service;
    }

    /// <summary>One prediction, read to its end.</summary>
    public async Task PredictAsync(byte[] body)
    {
        using var content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } };
        using var answer = await _http.PostAsync($"{_api}/v1/predict/single", content);
        answer.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        File.Delete(_log);
        _http.Dispose();
        await _collector.DisposeAsync();
    }

    private async Task ReadyAsync()
    {
        while (true)
        {
            try
            {
                using var answer = await _http.GetAsync($"{_api}/v1/readyz");
                if (answer.IsSuccessStatusCode) return;
            }
            catch (HttpRequestException) when (!_process.HasExited)
            {
                // It does not listen yet.
            }

            await Task.Delay(20);
        }
    }
}
