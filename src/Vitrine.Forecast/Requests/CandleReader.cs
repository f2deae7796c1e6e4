using System.Text.Json;

namespace Vitrine.Forecast.Requests;

/// <summary>Reads the object of one candle token by token, and holds its prices against each other at its end.</summary>
internal sealed class CandleReader
{
    private Candle _candle;
    private CandleField? _field;

    /// <summary>A candle begins.</summary>
    public void Begin() => (_candle, _field) = (default, null);

    /// <summary>Stands on the name of a field.</summary>
    public void Name(ref Utf8JsonReader json) => _field = CandleFields.Of(ref json);

    /// <summary>Stands on a field's value; fields of other names are nobody's.</summary>
    public void Value(ref Utf8JsonReader json, ListPlace place, ValidationIssues issues)
    {
        if (_field is not { } field) return;
        _candle.Seen |= 1 << (int)field;
        if (!CandleFields.IsPrice(field) && json.TokenType == JsonTokenType.Null)
        {
            _candle.Set(field, 0);
            return;
        }

        var kind = JsonValue.Number(ref json, out var value);
        if (kind == JsonValue.NumberKind.Finite && CandleFields.IsSound(field, value)) _candle.Set(field, value);
        else issues.Add(IssueOf(kind, field, place, JsonValue.Quote(ref json)));
    }

    /// <summary>The candle ends.</summary>
    /// <returns>It, as far as it was sound; what is not has been said.</returns>
    public Candle End(ListPlace place, ValidationIssues issues)
    {
        for (var field = CandleField.Open; (int)field < CandleFields.Required; field++)
        {
            if (!_candle.HasSeen(field)) issues.Add(new ValidationIssue("missing", place.Below(CandleFields.NameOf(field)), "Field required"));
        }

        if (_candle.HasPrices && _candle.Disorder() is { } disorder) issues.Add(new ValidationIssue("value_error", place.Path, $"Value error, {disorder}"));
        return _candle;
    }

    private static ValidationIssue IssueOf(JsonValue.NumberKind kind, CandleField field, ListPlace place, string? quote)
    {
        var (type, message, constraint) = kind switch
        {
            JsonValue.NumberKind.WrongType => ("float_type", "Input should be a valid number", ((string, object)?)null),
            JsonValue.NumberKind.NoNumber => ("float_parsing", "Input should be a valid number, unable to parse string as a number", null),
            JsonValue.NumberKind.NotFinite => ("finite_number", "Input should be a finite number", null),
            _ when CandleFields.IsPrice(field) => ("greater_than", "Input should be greater than 0", ("gt", 0.0)),
            _ => ("greater_than_equal", "Input should be greater than or equal to 0", ("ge", 0.0)),
        };
        return new ValidationIssue(type, place.Below(CandleFields.NameOf(field)), message, quote, constraint);
    }
}
