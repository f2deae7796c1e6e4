using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Vitrine.Forecast.Candles;
using Vitrine.Forecast.Engine;
using Vitrine.Forecast.Evaluation;

namespace Vitrine.Benchmarks.Forecast;

/// <summary>How a client asks for a prediction, and what the engine computes for it.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Digits">Significant digits of every number.</param>
/// <param name="IsOurs">Whether it asks for what the document does not have: bands, and a seed.</param>
internal sealed record RequestForm(string Name, int Digits, bool IsOurs)
{
    public const int Candles = 400;
    public const int Steps = 120;

    // Every double is the nearest of its first seventeen digits.
    private const int AllDigits = 17;

    /// <summary>The document's request: its fields alone, with the five overrides, and numbers as exchanges send them.</summary>
    public static RequestForm Documented { get; } = new("the document's request, eight digits", 8, IsOurs: false);

    /// <summary>The same numbers as they lie in memory, the answer with bands.</summary>
    public static RequestForm Full { get; } = new("with bands, all digits", AllDigits, IsOurs: true);

    /// <summary>One series as the engine takes it.</summary>
    public ForecastInput Input(ulong seed)
    {
        var drawn = SeriesGenerator.Create(SeriesFamily.Seasonality, Candles, seed);
        var history = new CandleSeries(drawn.Timestamps, Rounded(drawn.Open), Rounded(drawn.High), Rounded(drawn.Low), Rounded(drawn.Close), Rounded(drawn.Volume!), Rounded(drawn.Amount!));
        var future = Enumerable.Range(1, Steps).Select(step => history.Timestamps[^1] + (step * TimeSpan.TicksPerHour)).ToArray();
        // As the service's own defaults: KRONOS_CLIP_VALUE among them.
        return new ForecastInput(history, future, new SamplingOptions(Seed: IsOurs ? 1 : null, Clip: 5), IsOurs);
    }

    /// <summary>The same as a client sends it.</summary>
    public byte[] Body(ForecastInput input)
    {
        var history = input.History;
        var sampling = input.Sampling;
        var overrides = new JsonObject { ["pred_len"] = Steps, ["temperature"] = sampling.Temperature, ["top_k"] = sampling.TopK, ["top_p"] = sampling.TopP, ["sample_count"] = sampling.SampleCount };
        if (IsOurs) overrides["seed"] = sampling.Seed;
        var body = new JsonObject
        {
            ["series_id"] = "bench",
            ["candles"] = new JsonArray([.. Enumerable.Range(0, history.Count).Select(place => (JsonNode)new JsonObject
            {
                ["open"] = history.Open[place], ["high"] = history.High[place], ["low"] = history.Low[place], ["close"] = history.Close[place],
                ["volume"] = history.Volume![place], ["amount"] = history.Amount![place],
            })]),
            ["timestamps"] = Times(history.Timestamps),
            ["prediction_timestamps"] = Times(input.FutureTimestamps),
            ["overrides"] = overrides,
        };
        if (IsOurs) body["include_bands"] = true;
        return JsonSerializer.SerializeToUtf8Bytes(body);
    }

    private double[] Rounded(double[] values) => [.. values.Select(value => double.Parse(value.ToString($"G{Digits}", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture))];

    private static JsonArray Times(long[] ticks) => new([.. ticks.Select(time => (JsonNode)new DateTime(time, DateTimeKind.Utc).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture))]);
}
