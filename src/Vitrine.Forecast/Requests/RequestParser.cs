using System.Text.Json;

namespace Vitrine.Forecast.Requests;

/// <summary>
/// Reads the body of a prediction in the pieces in which it comes: one series, or <c>{"items": [series, …]}</c>. Every rule that is broken is found, up to
/// <see cref="ValidationIssues.Most"/>. Used once.
/// </summary>
internal sealed class RequestParser : IDisposable
{
    private static readonly IReadOnlyList<object> s_body = ["body"];
    private readonly RequestLimits _limits;
    private readonly SeriesReader _series;
    private readonly SeriesRules _rules;
    private readonly List<RequestedSeries> _read = [];
    private readonly bool _isBatch;
    private JsonReaderState _state;
    private long _consumed;
    private Level _level;
    private int _count;
    private int _skippedDepth;
    private Level _afterSkipped;
    private bool _hasItems;
    private bool _isItems;

    public RequestParser(RequestLimits limits, PredictionDefaults defaults, bool isBatch)
    {
        (_limits, _isBatch) = (limits, isBatch);
        _series = new SeriesReader(limits, Issues);
        _rules = new SeriesRules(limits, defaults);
    }

    private enum Level
    {
        Outside,
        Series,
        Batch,
        Items,
        Item,
        Skipped,
        Done,
    }

    /// <summary>What is wrong with the body.</summary>
    public ValidationIssues Issues { get; } = new();

    /// <summary>Reads what is there.</summary>
    /// <param name="bytes">The bytes behind those that were consumed.</param>
    /// <param name="isLast">Whether the body ends with them.</param>
    /// <param name="consumed">Bytes that need not come again.</param>
    /// <returns>Whether reading on makes sense: the rest of what is no JSON is not read.</returns>
    public bool Read(ReadOnlySpan<byte> bytes, bool isLast, out int consumed)
    {
        consumed = 0;
        if (isLast && _consumed == 0 && bytes.IsEmpty)
        {
            Issues.Add(new ValidationIssue("missing", s_body, "Field required"));
            return false;
        }

        var json = new Utf8JsonReader(bytes, isLast, _state);
        var before = 0;
        try
        {
            while (json.Read())
            {
                Take(ref json);
                if (json.TokenType is JsonTokenType.EndObject or JsonTokenType.String) TakeAhead(bytes, isLast, ref json, ref before);
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The second kind is half a surrogate pair in a name or a text.
            Issues.Add(new ValidationIssue("json_invalid", ["body", (int)Math.Min(int.MaxValue, _consumed + before + json.BytesConsumed)], "JSON decode error"));
            return false;
        }

        (_state, consumed) = (json.CurrentState, before + (int)json.BytesConsumed);
        _consumed += consumed;
        return !Issues.IsFull;
    }

    /// <summary>The request, once its last byte was read; null when something is wrong with it.</summary>
    public PredictionRequest? Finish() => Issues.IsEmpty ? PredictionRequest.Of(_read, _isBatch, Issues) : null;

    public void Dispose() => _series.Dispose();

    private void Take(ref Utf8JsonReader json)
    {
        switch (_level)
        {
            case Level.Outside: Enter(ref json); break;
            case Level.Series: if (!_series.Take(ref json)) EndSeries(Level.Done); break;
            case Level.Item: if (!_series.Take(ref json)) EndSeries(Level.Items); break;
            case Level.Batch: TakeOfBatch(ref json); break;
            case Level.Items: TakeItem(ref json); break;
            case Level.Skipped: if (json.TokenType is JsonTokenType.EndArray or JsonTokenType.EndObject && json.CurrentDepth == _skippedDepth) _level = _afterSkipped; break;
        }
    }

    /// <summary>Passes over the candles behind a candle, or the times behind a time: a new reader begins behind the last of them, and stands there as the old one stood behind the first.</summary>
    private void TakeAhead(ReadOnlySpan<byte> bytes, bool isLast, ref Utf8JsonReader json, ref int before)
    {
        if (_level is not (Level.Series or Level.Item)) return;
        var from = before + (int)json.BytesConsumed;
        var taken = _series.TakeAhead(bytes[from..]);
        if (taken == 0) return;
        before = from + taken;
        json = new Utf8JsonReader(bytes[before..], isLast, json.CurrentState);
    }

    private void Enter(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            Issues.Add(new ValidationIssue("model_attributes_type", s_body, "Input should be a valid dictionary", JsonValue.Quote(ref json)));
            Skip(ref json, Level.Done);
            return;
        }

        _level = _isBatch ? Level.Batch : Level.Series;
        if (!_isBatch) _series.Begin(s_body);
    }

    private void TakeOfBatch(ref Utf8JsonReader json)
    {
        switch (json.TokenType)
        {
            case JsonTokenType.PropertyName:
                _isItems = json.ValueTextEquals("items"u8);
                break;
            case JsonTokenType.EndObject:
                if (!_hasItems) Issues.Add(new ValidationIssue("missing", ["body", "items"], "Field required"));
                _level = Level.Done;
                break;
            case JsonTokenType.StartArray when _isItems:
                (_hasItems, _count, _level) = (true, 0, Level.Items);
                _read.Clear();
                break;
            default:
                if (_isItems)
                {
                    _hasItems = true;
                    Issues.Add(new ValidationIssue("list_type", ["body", "items"], "Input should be a valid list", JsonValue.Quote(ref json)));
                }

                Skip(ref json, Level.Batch);
                break;
        }
    }

    private void TakeItem(ref Utf8JsonReader json)
    {
        if (json.TokenType == JsonTokenType.EndArray)
        {
            if (_count == 0) Issues.Add(new ValidationIssue("too_short", ["body", "items"], "List should have at least 1 item after validation, not 0", null, ("min_length", 1)));
            if (_count > _limits.MaxSeries) Issues.Add(new ValidationIssue("too_long", ["body", "items"], $"List should have at most {_limits.MaxSeries} items after validation, not {_count}", null, ("max_length", _limits.MaxSeries)));
            _level = Level.Batch;
            return;
        }

        IReadOnlyList<object> path = ["body", "items", _count++];
        if (json.TokenType == JsonTokenType.StartObject && _count <= _limits.MaxSeries)
        {
            _series.Begin(path);
            _level = Level.Item;
            return;
        }

        if (json.TokenType != JsonTokenType.StartObject) Issues.Add(new ValidationIssue("model_attributes_type", path, "Input should be a valid dictionary", JsonValue.Quote(ref json)));
        Skip(ref json, Level.Items);
    }

    private void EndSeries(Level after)
    {
        _level = after;
        if (_rules.Take(_series.Draft(), _isBatch, Issues) is { } series) _read.Add(series);
    }

    /// <summary>Passes over a list or an object; a single value is passed over by itself.</summary>
    private void Skip(ref Utf8JsonReader json, Level after)
    {
        _level = after;
        if (json.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject) (_level, _skippedDepth, _afterSkipped) = (Level.Skipped, json.CurrentDepth, after);
    }
}
