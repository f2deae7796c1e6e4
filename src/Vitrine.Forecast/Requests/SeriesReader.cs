using System.Text.Json;

namespace Vitrine.Forecast.Requests;

/// <summary>
/// Reads the object of one series token by token, in whatever pieces its bytes come: no tree is built, and what is kept are the numbers. Used for every
/// series of a body, one after the other.
/// </summary>
internal sealed class SeriesReader(RequestLimits limits, ValidationIssues issues) : IDisposable
{
    private readonly CandleColumns _candles = new(limits.MaxCandles);
    private readonly TimeColumn _times = new(limits.MaxCandles);
    private readonly TimeColumn _future = new(limits.MaxHorizon);
    private readonly CandleLane _lane = new();
    private readonly CandleReader _candle = new();
    private readonly OverridesReader _overrides = new(limits);
    private IReadOnlyList<object> _path = [];
    private Level _level;
    private SeriesField _field;
    private int _skippedDepth;
    private Level _afterSkipped;
    private string? _seriesId;
    private bool _hasSeriesId;
    private bool _includeBands;

    private enum Level
    {
        Fields,
        Candles,
        Candle,
        Times,
        Future,
        Overrides,
        Skipped,
    }

    /// <summary>A series begins.</summary>
    /// <param name="path">The way to it.</param>
    public void Begin(IReadOnlyList<object> path)
    {
        (_path, _level, _seriesId, _hasSeriesId, _includeBands) = (path, Level.Fields, null, false, false);
        _candles.Forget();
        _times.Forget();
        _future.Forget();
        _overrides.Forget();
    }

    /// <summary>Takes the token that the reader stands on.</summary>
    /// <returns>False when it was the end of the series.</returns>
    public bool Take(ref Utf8JsonReader json)
    {
        switch (_level)
        {
            case Level.Fields: return TakeField(ref json);
            case Level.Candles: TakeOfCandles(ref json); break;
            case Level.Candle: TakeOfCandle(ref json); break;
            case Level.Times: TakeTime(ref json, _times, "timestamps"); break;
            case Level.Future: TakeTime(ref json, _future, "prediction_timestamps"); break;
            case Level.Overrides: TakeOfOverrides(ref json); break;
            default:
                if (json.TokenType is JsonTokenType.EndArray or JsonTokenType.EndObject && json.CurrentDepth == _skippedDepth) _level = _afterSkipped;
                break;
        }

        return true;
    }

    /// <summary>Takes the candles or times that follow one, as far as their lane goes.</summary>
    /// <param name="bytes">What follows the token that was taken last.</param>
    /// <returns>The bytes that were taken.</returns>
    public int TakeAhead(ReadOnlySpan<byte> bytes) => _level switch
    {
        Level.Candles when _candles.Count > 0 => TakeCandles(bytes),
        Level.Times => TakeTimes(bytes, _times),
        Level.Future => TakeTimes(bytes, _future),
        _ => 0,
    };

    /// <summary>What was read, once its end was taken; the caller holds it against the rules.</summary>
    public SeriesDraft Draft() => new(_path, _candles, _times, _future) { SeriesId = _seriesId, HasSeriesId = _hasSeriesId, Overrides = _overrides.Read, IncludeBands = _includeBands };

    public void Dispose()
    {
        _candles.Dispose();
        _times.Dispose();
        _future.Dispose();
    }

    private int TakeCandles(ReadOnlySpan<byte> bytes)
    {
        var rest = bytes;
        while (_lane.TryTake(ref rest, out var candle)) _candles.Add(candle);
        return bytes.Length - rest.Length;
    }

    private static int TakeTimes(ReadOnlySpan<byte> bytes, TimeColumn column)
    {
        var rest = bytes;
        while (TimeLane.TryTake(ref rest, out var time)) column.Add(time);
        return bytes.Length - rest.Length;
    }

    private bool TakeField(ref Utf8JsonReader json)
    {
        switch (json.TokenType)
        {
            case JsonTokenType.EndObject: return false;
            case JsonTokenType.PropertyName: _field = SeriesFields.Of(ref json); return true;
        }

        switch (_field)
        {
            case SeriesField.SeriesId: ReadSeriesId(ref json); break;
            case SeriesField.IncludeBands: ReadIncludeBands(ref json); break;
            case SeriesField.Candles:
                if (Enters(ref json, Level.Candles, JsonTokenType.StartArray, "candles", "list_type", "list")) _candles.Begin();
                break;
            case SeriesField.Times:
                if (Enters(ref json, Level.Times, JsonTokenType.StartArray, "timestamps", "list_type", "list")) _times.Begin();
                break;
            case SeriesField.Future:
                if (json.TokenType != JsonTokenType.Null && Enters(ref json, Level.Future, JsonTokenType.StartArray, "prediction_timestamps", "list_type", "list")) _future.Begin();
                break;
            case SeriesField.Overrides:
                if (json.TokenType != JsonTokenType.Null && Enters(ref json, Level.Overrides, JsonTokenType.StartObject, "overrides", "model_attributes_type", "dictionary")) _overrides.Begin();
                break;
            case SeriesField.Other: Skip(ref json, Level.Fields); break;
        }

        return true;
    }

    private void TakeOfCandles(ref Utf8JsonReader json)
    {
        switch (json.TokenType)
        {
            case JsonTokenType.EndArray:
                _level = Level.Fields;
                break;
            case JsonTokenType.StartObject:
                _candle.Begin();
                _level = Level.Candle;
                break;
            default:
                issues.Add(new ValidationIssue("model_attributes_type", Place(_candles.Count).Path, "Input should be a valid dictionary", JsonValue.Quote(ref json)));
                _candles.Add(default);
                Skip(ref json, Level.Candles);
                break;
        }
    }

    private void TakeOfCandle(ref Utf8JsonReader json)
    {
        switch (json.TokenType)
        {
            case JsonTokenType.PropertyName:
                _candle.Name(ref json);
                break;
            case JsonTokenType.EndObject:
                _candles.Add(_candle.End(Place(_candles.Count), issues));
                _level = Level.Candles;
                break;
            default:
                _candle.Value(ref json, Place(_candles.Count), issues);
                Skip(ref json, Level.Candle);
                break;
        }
    }

    private void TakeTime(ref Utf8JsonReader json, TimeColumn column, string list)
    {
        if (json.TokenType == JsonTokenType.EndArray)
        {
            _level = Level.Fields;
            return;
        }

        if (JsonValue.TryTime(ref json, out var time))
        {
            column.Add(time);
            return;
        }

        issues.Add(new ValidationIssue("datetime_parsing", new ListPlace(_path, list, column.Count).Path, "Input should be a valid datetime in ISO 8601, or seconds since 1970", JsonValue.Quote(ref json)));
        column.Skip();
        Skip(ref json, _level);
    }

    private void TakeOfOverrides(ref Utf8JsonReader json)
    {
        switch (json.TokenType)
        {
            case JsonTokenType.PropertyName:
                _overrides.Name(ref json);
                break;
            case JsonTokenType.EndObject:
                _level = Level.Fields;
                break;
            default:
                _overrides.Value(ref json, _path, issues);
                Skip(ref json, Level.Overrides);
                break;
        }
    }

    private void ReadSeriesId(ref Utf8JsonReader json)
    {
        if (json.TokenType == JsonTokenType.Null) return;
        _hasSeriesId = true;
        if (json.TokenType == JsonTokenType.String && json.ValueSpan.Length <= limits.MaxSeriesId) _seriesId = json.GetString();
        else if (json.TokenType == JsonTokenType.String) issues.Add(new ValidationIssue("string_too_long", [.. _path, "series_id"], $"String should have at most {limits.MaxSeriesId} bytes", JsonValue.Quote(ref json), ("max_length", limits.MaxSeriesId)));
        else Refuse(ref json, "series_id", "string_type", "string");
    }

    private void ReadIncludeBands(ref Utf8JsonReader json)
    {
        if (json.TokenType is JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null) _includeBands = json.TokenType == JsonTokenType.True;
        else Refuse(ref json, "include_bands", "bool_type", "boolean");
    }

    private bool Enters(ref Utf8JsonReader json, Level level, JsonTokenType wanted, string field, string type, string accepted)
    {
        if (json.TokenType == wanted) _level = level;
        else Refuse(ref json, field, type, accepted);
        return _level == level;
    }

    private void Refuse(ref Utf8JsonReader json, string field, string type, string accepted)
    {
        issues.Add(new ValidationIssue(type, [.. _path, field], $"Input should be a valid {accepted}", JsonValue.Quote(ref json)));
        Skip(ref json, Level.Fields);
    }

    /// <summary>Passes over a list or an object; a single value is passed over by itself.</summary>
    private void Skip(ref Utf8JsonReader json, Level after)
    {
        if (json.TokenType is not (JsonTokenType.StartArray or JsonTokenType.StartObject)) return;
        (_level, _skippedDepth, _afterSkipped) = (Level.Skipped, json.CurrentDepth, after);
    }

    private ListPlace Place(int index) => new(_path, "candles", index);
}
