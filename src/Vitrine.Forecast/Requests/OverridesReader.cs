using System.Text.Json;

namespace Vitrine.Forecast.Requests;

/// <summary>Reads the object <c>overrides</c> token by token. Every field may be absent or null.</summary>
internal sealed class OverridesReader(RequestLimits limits)
{
    private Overrides? _overrides;
    private string? _field;

    /// <summary>What was read.</summary>
    public Overrides Read => _overrides ?? Overrides.None;

    /// <summary>The object begins.</summary>
    public void Begin() => (_overrides, _field) = (new Overrides(), null);

    /// <summary>There is no such object.</summary>
    public void Forget() => _overrides = null;

    /// <summary>Stands on the name of a field.</summary>
    public void Name(ref Utf8JsonReader json) =>
        _field = json.ValueTextEquals("pred_len"u8) ? "pred_len"
            : json.ValueTextEquals("temperature"u8) ? "temperature"
            : json.ValueTextEquals("top_k"u8) ? "top_k"
            : json.ValueTextEquals("top_p"u8) ? "top_p"
            : json.ValueTextEquals("sample_count"u8) ? "sample_count"
            : json.ValueTextEquals("seed"u8) ? "seed" : null;

    /// <summary>Stands on a field's value.</summary>
    public void Value(ref Utf8JsonReader json, IReadOnlyList<object> series, ValidationIssues issues)
    {
        if (_field is not { } field || json.TokenType == JsonTokenType.Null) return;
        var problem = field switch
        {
            "pred_len" => Integer(ref json, 1, limits.MaxHorizon, value => _overrides!.Horizon = (int)value),
            "top_k" => Integer(ref json, 0, int.MaxValue, value => _overrides!.TopK = (int)value),
            "sample_count" => Integer(ref json, 1, limits.MaxSamples, value => _overrides!.SampleCount = (int)value),
            "seed" => Integer(ref json, 0, long.MaxValue, value => _overrides!.Seed = (ulong)value),
            "temperature" => Real(ref json, 0, double.MaxValue, value => _overrides!.Temperature = value),
            _ => Real(ref json, double.Epsilon, 1, value => _overrides!.TopP = value),
        };
        if (problem is { } wrong) issues.Add(new ValidationIssue(wrong.Type, [.. series, "overrides", field], wrong.Message, JsonValue.Quote(ref json), wrong.Constraint));
    }

    private static Problem? Integer(ref Utf8JsonReader json, long least, long most, Action<long> set)
    {
        if (!JsonValue.TryInteger(ref json, out var value)) return new Problem("int_type", "Input should be a valid integer", null);
        if (value < least) return new Problem("greater_than_equal", $"Input should be greater than or equal to {least}", ("ge", least));
        if (value > most) return new Problem("less_than_equal", $"Input should be less than or equal to {most}", ("le", most));
        set(value);
        return null;
    }

    private static Problem? Real(ref Utf8JsonReader json, double least, double most, Action<double> set)
    {
        if (JsonValue.Number(ref json, out var value) != JsonValue.NumberKind.Finite) return new Problem("float_type", "Input should be a valid number", null);
        if (value < least) return least > 0 ? new Problem("greater_than", "Input should be greater than 0", ("gt", 0.0)) : new Problem("greater_than_equal", "Input should be greater than or equal to 0", ("ge", 0.0));
        if (value > most) return new Problem("less_than_equal", $"Input should be less than or equal to {most:0}", ("le", most));
        set(value);
        return null;
    }

    private readonly record struct Problem(string Type, string Message, (string, object)? Constraint);
}
