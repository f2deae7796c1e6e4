using System.Text.Encodings.Web;
using System.Text.Json;
using Vitrine.Forecast.Candles;
using Vitrine.Forecast.Engine;
using Vitrine.Forecast.Requests;

namespace Vitrine.Forecast.Responses;

/// <summary>Writes predictions straight into the response's buffer: the document's keys, and behind them what the engine knows of their worth.</summary>
internal static class PredictionWriter
{
    private const int FlushBytes = 64 * 1024;

    // Names and marks of a candle take 71 bytes.
    private const int CandleLength = 80 + WrittenTime.MaxLength + (CandleFields.Count * RoundedNumber.MaxLength);
    private static readonly JsonWriterOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Writes the answer to a request: one object, or a list in the order of the request's series. No length is announced, so the request is counted before its end is sent.</summary>
    public static async ValueTask WriteAsync(HttpContext context, PredictionRequest request, IReadOnlyList<Prediction> predictions, string version)
    {
        var response = context.Response;
        response.ContentType = "application/json";
        await using var json = new Utf8JsonWriter(response.BodyWriter, s_json);
        if (request.IsBatch) json.WriteStartArray();
        for (var i = 0; i < predictions.Count; i++)
        {
            Write(json, request.Series[i], predictions[i], version);
            // A client that reads slowly holds what was computed, not a second copy of it as text.
            if (json.BytesPending < FlushBytes) continue;
            json.Flush();
            await response.BodyWriter.FlushAsync(context.RequestAborted);
        }

        if (request.IsBatch) json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, RequestedSeries series, Prediction prediction, string version)
    {
        json.WriteStartObject();
        json.WriteString("series_id"u8, series.SeriesId);
        json.WriteStartArray("prediction"u8);
        Span<byte> candle = stackalloc byte[CandleLength];
        for (var i = 0; i < prediction.Path.Count; i++) json.WriteRawValue(candle[..Write(candle, series.Future, prediction.Path, i)], skipInputValidation: true);
        json.WriteEndArray();
        json.WriteString("model_version"u8, version);
        json.WriteNull("tokenizer_version"u8);
        json.WriteString("model"u8, prediction.Model);
        WriteBaseline(json, prediction);
        if (prediction.Bands is { } bands) WriteBands(json, bands);
        json.WriteEndObject();
    }

    /// <summary>A candle is one value to the writer: its names and marks are copied, not written one by one.</summary>
    private static int Write(Span<byte> candle, FutureTimes times, CandleSeries path, int step)
    {
        var length = Copy("{\"timestamp\":\""u8, candle);
        length += new WrittenTime(times.Ticks[step], times.Zones[step]).Format(candle[length..]);
        length += WriteField("\",\"open\":"u8, path.Open[step], candle[length..]);
        length += WriteField(",\"high\":"u8, path.High[step], candle[length..]);
        length += WriteField(",\"low\":"u8, path.Low[step], candle[length..]);
        length += WriteField(",\"close\":"u8, path.Close[step], candle[length..]);
        length += WriteField(",\"volume\":"u8, path.Volume?[step] ?? 0, candle[length..]);
        length += WriteField(",\"amount\":"u8, path.Amount?[step] ?? 0, candle[length..]);
        candle[length++] = (byte)'}';
        return length;
    }

    private static int WriteField(ReadOnlySpan<byte> name, double value, Span<byte> destination)
    {
        var length = Copy(name, destination);
        return length + RoundedNumber.Format(value, destination[length..]);
    }

    private static int Copy(ReadOnlySpan<byte> text, Span<byte> destination)
    {
        text.CopyTo(destination);
        return text.Length;
    }

    /// <summary>What the last value alone would have said, and how both did on the series' own past.</summary>
    private static void WriteBaseline(Utf8JsonWriter json, Prediction prediction)
    {
        json.WriteStartObject("baseline"u8);
        json.WriteString("name"u8, "last_value"u8);
        WriteNumbers(json, "close"u8, prediction.Naive);
        json.WriteEndObject();
        json.WriteStartObject("validation"u8);
        WriteNumber(json, "mase"u8, prediction.ValidationMase);
        WriteNumber(json, "baseline_mase"u8, prediction.NaiveMase);
        json.WriteEndObject();
    }

    private static void WriteBands(Utf8JsonWriter json, Bands bands)
    {
        json.WriteStartObject("bands"u8);
        json.WriteNumber("coverage"u8, bands.Coverage);
        WriteNumbers(json, "lower"u8, bands.Lower);
        WriteNumbers(json, "upper"u8, bands.Upper);
        json.WriteEndObject();
    }

    private static void WriteNumbers(Utf8JsonWriter json, ReadOnlySpan<byte> name, double[] values)
    {
        json.WriteStartArray(name);
        foreach (var value in values) WriteNumberValue(json, value);
        json.WriteEndArray();
    }

    private static void WriteNumber(Utf8JsonWriter json, ReadOnlySpan<byte> name, double? value)
    {
        json.WritePropertyName(name);
        if (value is { } number) WriteNumberValue(json, number);
        else json.WriteNullValue();
    }

    private static void WriteNumberValue(Utf8JsonWriter json, double value)
    {
        Span<byte> text = stackalloc byte[RoundedNumber.MaxLength];
        json.WriteRawValue(text[..RoundedNumber.Format(value, text)], skipInputValidation: true);
    }
}
