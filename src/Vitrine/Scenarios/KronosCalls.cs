using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Vitrine.Settings;

namespace Vitrine.Scenarios;

/// <summary>The calls of a forecaster that scenarios make.</summary>
internal static class KronosCalls
{
    public const string Single = "/v1/predict/single";
    public const string Batch = "/v1/predict/batch";

    private static readonly DateTime s_start = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly TimeSpan s_lookEvery = TimeSpan.FromMilliseconds(5);

    /// <summary>A series that swings by the day, an hour a candle.</summary>
    public static JsonObject Series(int candles, int steps, string id = "scenario", int samples = 1) => new()
    {
        ["series_id"] = id,
        ["candles"] = new JsonArray([.. Enumerable.Range(0, candles).Select(Candle)]),
        ["timestamps"] = Times(0, candles),
        ["prediction_timestamps"] = Times(candles, steps),
        ["overrides"] = new JsonObject { ["sample_count"] = samples },
    };

    /// <summary>A batch of such series.</summary>
    public static JsonObject Items(int series, int candles, int steps, int samples = 1) =>
        new() { ["items"] = new JsonArray([.. Enumerable.Range(1, series).Select(number => (JsonNode)Series(candles, steps, $"scenario-{number}", samples))]) };

    /// <summary>Posts a body and reads the answer to its end.</summary>
    /// <exception cref="ScenarioException">The status is another than <paramref name="status"/>.</exception>
    public static async Task ExpectAsync(ScenarioContext context, string path, JsonObject body, int status, CancellationToken cancellation, string? caller = null)
    {
        using var request = RequestOf(context, path, new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"));
        if (caller is not null) request.Headers.Add("X-Container-Name", caller);
        using var answer = await context.Http.SendAsync(request, cancellation);
        var text = await answer.Content.ReadAsStringAsync(cancellation);
        if ((int)answer.StatusCode != status) throw new ScenarioException($"POST {path} answered {(int)answer.StatusCode}, not {status}: {text[..Math.Min(text.Length, 200)]}");
    }

    /// <summary>Asks for leave to send a body of this length, and is refused.</summary>
    public static async Task TooLargeAsync(ScenarioContext context, long length, CancellationToken cancellation)
    {
        using var request = RequestOf(context, Single, new ByteArrayContent(new byte[length]));
        request.Content!.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.ExpectContinue = true;
        using var answer = await context.Http.SendAsync(request, cancellation);
        if ((int)answer.StatusCode != 413) throw new ScenarioException($"{length} bytes were answered with {(int)answer.StatusCode}, not 413.");
    }

    /// <summary>Posts a body that takes long, and hangs up once the service works on it.</summary>
    public static async Task LeaveAsync(ScenarioContext context, string path, JsonObject body, CancellationToken cancellation)
    {
        using var request = RequestOf(context, path, new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"));
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var answer = context.Http.SendAsync(request, patience.Token);
        while (!answer.IsCompleted && await IsIdleAsync(context, cancellation)) await Task.Delay(s_lookEvery, cancellation);
        await patience.CancelAsync();
        await answer.ContinueWith(static _ => { }, TaskScheduler.Default);
        if (answer.IsCompletedSuccessfully) throw new ScenarioException("It was answered before anybody could leave.");
    }

    private static async Task<bool> IsIdleAsync(ScenarioContext context, CancellationToken cancellation) =>
        (await OpenAiCalls.ExpectAsync(context, HttpMethod.Get, "/v1/metrics", null, 200, cancellation)).Contains("\nkronos_concurrent_requests 0\n", StringComparison.Ordinal);

    /// <summary>A setting of the service, as it tells it.</summary>
    public static async Task<string> SettingAsync(ScenarioContext context, string key, CancellationToken cancellation)
    {
        var answer = await OpenAiCalls.ExpectAsync(context, HttpMethod.Get, "/v1/config", null, 200, cancellation);
        using var document = JsonDocument.Parse(answer);
        return document.RootElement.TryGetProperty($"forecast.{key}", out var setting) ? setting.GetProperty("value").GetString() ?? "" : throw new StepSkippedException($"the service does not tell its {key}");
    }

    /// <summary>The same as a number.</summary>
    public static async Task<double> NumberAsync(ScenarioContext context, string key, CancellationToken cancellation) => double.Parse(await SettingAsync(context, key, cancellation), CultureInfo.InvariantCulture);

    /// <summary>The same as a time in seconds.</summary>
    public static async Task<double> SecondsAsync(ScenarioContext context, string key, CancellationToken cancellation) =>
        DurationText.TryParse(await SettingAsync(context, key, cancellation), out var time) ? time.TotalSeconds : throw new ScenarioException($"The service's {key} is no duration.");

    private static HttpRequestMessage RequestOf(ScenarioContext context, string path, HttpContent content) => new(HttpMethod.Post, new Uri(context.Api, path)) { Content = content };

    private static JsonNode Candle(int place)
    {
        var price = 100 + (10 * Math.Sin(place / 24.0 * 2 * Math.PI)) + (place % 5);
        return new JsonObject { ["open"] = price, ["high"] = price + 1, ["low"] = price - 1, ["close"] = price + 0.5, ["volume"] = 10 + (place % 7) };
    }

    private static JsonArray Times(int first, int count) =>
        new([.. Enumerable.Range(first, count).Select(hour => (JsonNode)s_start.AddHours(hour).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture))]);
}
