using System.Globalization;

namespace Vitrine.Telemetry.Export;

/// <summary>Reads <c>OTEL_*</c> variables as typed values and collects what it does not understand. An empty value is an unset one.</summary>
internal sealed class OtelVariables(Func<string, string?> environment)
{
    private readonly List<string> _errors = [];

    public IReadOnlyList<string> Errors => _errors;

    public string? Text(string name) => environment(name) is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;

    public bool? Flag(string name) => Choice(name, ["true", "false"]) is { } value ? string.Equals(value, "true", StringComparison.Ordinal) : null;

    /// <summary>One of the accepted names, in lower case.</summary>
    public string? Choice(string name, IReadOnlyList<string> accepted)
    {
        if (Text(name) is not { } value) return null;
        var lower = value.ToLowerInvariant();
        if (accepted.Contains(lower, StringComparer.Ordinal)) return lower;
        return Fail<string>(name, value, "one of " + string.Join(", ", accepted));
    }

    public int? Integer(string name, int least)
    {
        if (Text(name) is not { } value) return null;
        if (int.TryParse(value, CultureInfo.InvariantCulture, out var number) && number >= least) return number;
        return Fail<int?>(name, value, $"a whole number of at least {least}");
    }

    public TimeSpan? Milliseconds(string name, int least) => Integer(name, least) is { } number ? TimeSpan.FromMilliseconds(number) : null;

    public double? Ratio(string name)
    {
        if (Text(name) is not { } value) return null;
        if (double.TryParse(value, CultureInfo.InvariantCulture, out var ratio) && ratio is >= 0 and <= 1) return ratio;
        return Fail<double?>(name, value, "a number from 0 to 1");
    }

    public Uri? Address(string name)
    {
        if (Text(name) is not { } value) return null;
        if (Uri.TryCreate(value, UriKind.Absolute, out var address) && address.Scheme is "http" or "https") return address;
        return Fail<Uri?>(name, value, "an address such as http://localhost:4317");
    }

    /// <summary>Pairs in the spelling of W3C baggage: <c>key=value,key=value</c>, values percent-encoded.</summary>
    public IEnumerable<KeyValuePair<string, string>> Pairs(string name)
    {
        if (Text(name) is not { } value) yield break;
        foreach (var pair in value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=');
            if (equals > 0) yield return new(pair[..equals].TrimEnd(), Uri.UnescapeDataString(pair[(equals + 1)..].TrimStart()));
            else Fail<string?>(name, pair, "pairs such as key=value,key=value");
        }
    }

    /// <summary>Headers as they are spelt. The message never shows the value: it holds credentials.</summary>
    public string? Headers(string name)
    {
        if (Text(name) is not { } value) return null;
        if (value.Split(',').All(pair => pair.IndexOf('=') > 0)) return value;
        _errors.Add($"{name} is not understood; accepted is pairs such as key=value,key=value.");
        return null;
    }

    private T? Fail<T>(string name, string value, string accepted)
    {
        _errors.Add($"{name} is '{value}'; accepted is {accepted}.");
        return default;
    }
}
