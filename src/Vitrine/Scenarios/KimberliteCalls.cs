using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Vitrine.Settings;
using Vitrine.Telemetry.DebugServer;

namespace Vitrine.Scenarios;

/// <summary>The calls of a ledger that scenarios make.</summary>
internal static class KimberliteCalls
{
    // What every engine takes.
    private const int LargeBytes = 900_000;
    private const int MostAttempts = 100;
    private const double GoldenRatio = 0.618033988749895;
    private static readonly TimeSpan s_lookEvery = TimeSpan.FromMilliseconds(50);

    /// <summary>Registers a tenant that nobody has yet, and a stream of it; returns the path of the stream.</summary>
    public static async Task<string> StreamAsync(ScenarioContext context, CancellationToken cancellation)
    {
        var tenant = $"/v1/tenants/scenario-{Guid.CreateVersion7():N}";
        await OpenAiCalls.ExpectAsync(context, HttpMethod.Put, tenant, null, 201, cancellation);
        await OpenAiCalls.ExpectAsync(context, HttpMethod.Put, $"{tenant}/streams/orders", null, 201, cancellation);
        return $"{tenant}/streams/orders";
    }

    /// <summary>Appends entries; returns the answer.</summary>
    /// <exception cref="ScenarioException">The status is another than <paramref name="status"/>.</exception>
    public static async Task<JsonNode> AppendAsync(ScenarioContext context, string stream, int entries, CancellationToken cancellation, string? key = null, int status = 200)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(context.Api, $"{stream}/entries?wait=applied")) { Content = new StringContent(Entries(entries).ToJsonString(), Encoding.UTF8, "application/json") };
        // A key is visible ASCII, and long enough for a path.
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        using var answer = await context.Http.SendAsync(request, cancellation);
        var text = await answer.Content.ReadAsStringAsync(cancellation);
        return (int)answer.StatusCode == status ? JsonNode.Parse(text)! : throw new ScenarioException($"POST {stream}/entries answered {(int)answer.StatusCode}, not {status}: {text[..Math.Min(text.Length, 200)]}");
    }

    /// <summary>Sends a large write and leaves while it is written. When that is, is the machine's affair: the clients leave at moments spread over the time that a write takes.</summary>
    public static async Task LeaveWriteAsync(ScenarioContext context, CancellationToken cancellation)
    {
        var uri = new Uri(context.Api, $"{await StreamAsync(context, cancellation)}/entries");
        var body = Encoding.UTF8.GetBytes($$"""{"data":"{{new string('x', LargeBytes)}}"}""");
        var sent = 0L;
        using (var stays = new WatchedContent(body, () => sent = Stopwatch.GetTimestamp()))
        using (var answer = await context.Http.PostAsync(uri, stays, cancellation)) answer.EnsureSuccessStatusCode();
        var whole = Stopwatch.GetElapsedTime(sent);
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            // Multiples of the golden ratio cover a stretch evenly, however many it takes.
            var leaveAfter = whole * (attempt * GoldenRatio % 1);
            using var leaves = new WatchedContent(body, () =>
            {
                // A timer is as coarse as a write is long.
                var from = Stopwatch.GetTimestamp();
                SpinWait.SpinUntil(() => Stopwatch.GetElapsedTime(from) >= leaveAfter);
                patience.Cancel();
            });
            try
            {
                using var answer = await context.Http.PostAsync(uri, leaves, patience.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or HttpRequestException && !cancellation.IsCancellationRequested)
            {
                // It left.
            }

            if (await HasSaidAsync(context, "Write cancelled", cancellation)) return;
        }

        throw new ScenarioException($"{MostAttempts} clients left, and none of them while its entries were written.");
    }

    /// <summary>Asks for a page that takes long, and leaves.</summary>
    public static async Task LeaveAsync(ScenarioContext context, string path, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var answer = context.Http.GetAsync(new Uri(context.Api, path), patience.Token);
        await UntilAsync(async () => answer.IsCompleted || await IsBusyAsync(context, cancellation), cancellation);
        await patience.CancelAsync();
        await answer.ContinueWith(static _ => { }, TaskScheduler.Default);
        if (answer.IsCompletedSuccessfully) throw new ScenarioException("It was answered before anybody could leave.");
        await UntilSaidAsync(context, "Query cancelled", cancellation);
    }

    /// <summary>Waits until the service's log says something, if it says such things at all.</summary>
    public static async Task UntilSaidAsync(ScenarioContext context, string message, CancellationToken cancellation)
    {
        if ((await SettingAsync(context, "log-level", cancellation)) is not ("info" or "debug" or "trace")) return;
        await UntilAsync(() => HasSaidAsync(context, message, cancellation), cancellation);
    }

    /// <summary>Asks until the answer is yes.</summary>
    public static async Task UntilAsync(Func<Task<bool>> isSo, CancellationToken cancellation)
    {
        while (!await isSo()) await Task.Delay(s_lookEvery, cancellation);
    }

    /// <summary>Reads a page as JSON.</summary>
    public static async Task<JsonNode> ReadAsync(ScenarioContext context, string path, CancellationToken cancellation) =>
        JsonNode.Parse(await OpenAiCalls.ExpectAsync(context, HttpMethod.Get, path, null, 200, cancellation))!;

    /// <summary>A setting of the service, as its debug page shows it; empty when it has none.</summary>
    public static async Task<string> SettingAsync(ScenarioContext context, string key, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{DebugOf(context)}/debug/config");
        request.Headers.Accept.ParseAdd("application/json");
        using var answer = await context.Http.SendAsync(request, cancellation);
        answer.EnsureSuccessStatusCode();
        var settings = await answer.Content.ReadFromJsonAsync(DebugJson.Default.IReadOnlyListShownSetting, cancellation);
        return settings?.FirstOrDefault(shown => shown.Key == $"ledger.{key}" || shown.Key == key)?.Value ?? "";
    }

    /// <summary>The same as a time in seconds.</summary>
    public static async Task<double> SecondsAsync(ScenarioContext context, string key, CancellationToken cancellation) =>
        DurationText.TryParse(await SettingAsync(context, key, cancellation), out var time) ? time.TotalSeconds : throw new StepSkippedException($"the service does not tell its {key}");

    private static async Task<bool> HasSaidAsync(ScenarioContext context, string message, CancellationToken cancellation) =>
        (await context.Http.GetStringAsync($"{DebugOf(context)}/debug/logs?n=1000", cancellation)).Contains($"\"message\":\"{message}\"", StringComparison.Ordinal);

    private static async Task<bool> IsBusyAsync(ScenarioContext context, CancellationToken cancellation) =>
        !(await context.Http.GetStringAsync($"{DebugOf(context)}/metrics?pack=kimberlite", cancellation)).Split('\n').Any(line => line.StartsWith("kmb_requests_in_flight", StringComparison.Ordinal) && line.EndsWith(" 0", StringComparison.Ordinal));

    // One listener serves everything unless somebody says otherwise.
    private static string DebugOf(ScenarioContext context) => context.Debug ?? context.Api.ToString().TrimEnd('/');

    private static JsonObject Entries(int count) =>
        new() { ["entries"] = new JsonArray([.. Enumerable.Range(1, count).Select(number => (JsonNode)new JsonObject { ["key"] = $"order-{number}", ["data"] = new JsonObject { ["state"] = "paid", ["cents"] = number } })]) };

    /// <summary>A body whose sender acts once it is sent.</summary>
    private sealed class WatchedContent : ByteArrayContent
    {
        private readonly Action _sent;

        public WatchedContent(byte[] body, Action sent)
            : base(body)
        {
            _sent = sent;
            Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            await base.SerializeToStreamAsync(stream, context, cancellationToken);
            await stream.FlushAsync(cancellationToken);
            _sent();
        }
    }
}
