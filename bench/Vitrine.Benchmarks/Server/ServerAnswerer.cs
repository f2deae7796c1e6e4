using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Vitrine.Benchmarks.Web;

namespace Vitrine.Benchmarks.Server;

/// <summary>
/// <c>serve model</c> in a process of its own with every signal on: log to a file, a quarter of the traces to a collector, metrics scraped once a second.
/// </summary>
internal sealed class ServerAnswerer : IAnswerer, IAsyncDisposable
{
    private static readonly TimeSpan s_scrape = TimeSpan.FromSeconds(1);
    private readonly Process _process;
    private readonly DummyCollector _collector;
    private readonly HttpClient _http = new();
    private readonly string _api;
    private readonly string _log;
    private readonly string _debug;
    private readonly string _model;
    private readonly CancellationTokenSource _stop = new();
    private Task _scraping = Task.CompletedTask;

    private ServerAnswerer(Process process, DummyCollector collector, int port, string model) =>
        (_process, _collector, _api, _debug, _log, _model) = (process, collector, $"http://127.0.0.1:{port}", $"http://127.0.0.1:{port + 1}", LogOf(port), model);

    /// <summary>Exports that the collector took.</summary>
    public int Exports => _collector.Requests;

    public int ProcessId => _process.Id;

    /// <summary>Starts it on two ports and waits until it is ready.</summary>
    public static async Task<ServerAnswerer> StartAsync(string program, string model, int slots, int threads, int port)
    {
        var collector = await DummyCollector.StartAsync();
        string[] arguments =
        [
            program, "serve", "model", "--model", model, "--slots", $"{slots}", "--threads", $"{threads}", "--api-host", $"127.0.0.1:{port}",
            "--debug-host", $"127.0.0.1:{port + 1}", "--log-output", LogOf(port),
        ];
        var start = new ProcessStartInfo("dotnet", arguments) { UseShellExecute = false };
        start.Environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Address;
        start.Environment["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";
        start.Environment["OTEL_METRICS_EXPORTER"] = "none";
        start.Environment["OTEL_LOGS_EXPORTER"] = "none";
        var server = new ServerAnswerer(Process.Start(start)!, collector, port, Path.GetFileNameWithoutExtension(model));
        await server.ReadyAsync();
        server._scraping = server.ScrapeAsync();
        return server;
    }

    /// <summary>Milliseconds from the receipt of a request to the start of its slot, the mean of all: what the server itself adds to a first token.</summary>
    public async Task<double> OwnMsAsync()
    {
        var lines = (await _http.GetStringAsync($"{_debug}/metrics")).Split('\n');
        return 1000 * (Sum("model_request_ttft_seconds_sum") - Sum("model_prefill_ttft_seconds_sum")) / Sum("model_request_ttft_seconds_count");

        double Sum(string name) => lines.Where(line => line.StartsWith(name + "{", StringComparison.Ordinal)).Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
    }

    public async Task<Answer> AnswerAsync(ulong seed, int tokens)
    {
        var from = Stopwatch.GetTimestamp();
        // As OpenAI's client and curl send it: with its length, in one piece. JsonContent would send it in chunks.
        var body = JsonSerializer.SerializeToUtf8Bytes(new { model = _model, stream = true, seed, max_tokens = tokens, ignore_eos = true, messages = new[] { new { role = "user", content = IAnswerer.Question } } });
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{_api}/v1/chat/completions") { Content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } } };
        using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        answer.EnsureSuccessStatusCode();
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        var (first, last, usageEvent) = (0L, 0L, "");
        // The first event is the role; the second has text. The last before [DONE] has the usage, the one before that the last text.
        for (var events = 0; await reader.ReadLineAsync() is { } line;)
        {
            if (!line.StartsWith("data: {", StringComparison.Ordinal)) continue;
            var now = Stopwatch.GetTimestamp();
            if (++events == 2) first = now;
            (last, usageEvent) = (now, line);
        }

        var usage = JsonDocument.Parse(usageEvent[6..]).RootElement.GetProperty("usage");
        var engineMs = usage.GetProperty("time_to_first_token_ms").GetDouble();
        return new Answer(usage.GetProperty("output_tokens").GetInt32(), Stopwatch.GetElapsedTime(from, first).TotalMilliseconds - engineMs, Stopwatch.GetElapsedTime(first, last).TotalMilliseconds);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _scraping;
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        File.Delete(_log);
        _http.Dispose();
        _stop.Dispose();
        await _collector.DisposeAsync();
    }

    private static string LogOf(int port) => Path.Combine(Path.GetTempPath(), $"vitrine-server-bench-{port}.log");

    private async Task ReadyAsync()
    {
        while (true)
        {
            try
            {
                using var answer = await _http.GetAsync($"{_api}/v1/readiness");
                if (answer.IsSuccessStatusCode) return;
            }
            catch (HttpRequestException) when (!_process.HasExited)
            {
                // It does not listen yet.
            }

            await Task.Delay(20);
        }
    }

    private async Task ScrapeAsync()
    {
        using var every = new PeriodicTimer(s_scrape);
        try
        {
            while (await every.WaitForNextTickAsync(_stop.Token)) await _http.GetByteArrayAsync($"{_debug}/metrics", _stop.Token);
        }
        catch (OperationCanceledException)
        {
            // The bench is over.
        }
    }
}
