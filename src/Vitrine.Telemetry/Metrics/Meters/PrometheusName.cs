using System.Collections.Frozen;
using System.Text;

namespace Vitrine.Telemetry.Metrics.Meters;

/// <summary>
/// OpenTelemetry names in Prometheus spelling: dots become underscores, the unit a suffix, and counters end in <c>_total</c>.
/// Source: OpenTelemetry specification, "Prometheus and OpenMetrics compatibility".
/// </summary>
internal static class PrometheusName
{
    private static readonly FrozenDictionary<string, string> s_units = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["d"] = "days",
        ["h"] = "hours",
        ["min"] = "minutes",
        ["s"] = "seconds",
        ["ms"] = "milliseconds",
        ["us"] = "microseconds",
        ["ns"] = "nanoseconds",
        ["By"] = "bytes",
        ["KiBy"] = "kibibytes",
        ["MiBy"] = "mebibytes",
        ["GiBy"] = "gibibytes",
        ["TiBy"] = "tebibytes",
        ["KBy"] = "kilobytes",
        ["MBy"] = "megabytes",
        ["GBy"] = "gigabytes",
        ["TBy"] = "terabytes",
        ["m"] = "meters",
        ["V"] = "volts",
        ["A"] = "amperes",
        ["J"] = "joules",
        ["W"] = "watts",
        ["g"] = "grams",
        ["Cel"] = "celsius",
        ["Hz"] = "hertz",
        ["%"] = "percent",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> s_perUnits = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["s"] = "second",
        ["m"] = "minute",
        ["min"] = "minute",
        ["h"] = "hour",
        ["d"] = "day",
        ["w"] = "week",
        ["mo"] = "month",
        ["y"] = "year",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The name of a family.</summary>
    public static string Of(string instrument, string? unit, FamilyType type)
    {
        const string total = "_total";
        var name = Clean(instrument, allowColon: true);
        if (type == FamilyType.Counter && name.EndsWith(total, StringComparison.Ordinal)) name = name[..^total.Length];
        var suffix = UnitSuffix(unit, type);
        if (suffix.Length > 0 && !name.EndsWith(suffix, StringComparison.Ordinal)) name = $"{name}_{suffix}";
        return type == FamilyType.Counter ? name + total : name;
    }

    /// <summary>The name of a label. <c>le</c> is a histogram's own.</summary>
    public static string Label(string tag)
    {
        var name = Clean(tag, allowColon: false);
        return name is "le" or "quantile" ? "tag_" + name : name;
    }

    private static string UnitSuffix(string? unit, FamilyType type)
    {
        if (string.IsNullOrEmpty(unit)) return "";
        if (unit is "1") return type == FamilyType.Gauge ? "ratio" : "";
        var parts = WithoutAnnotations(unit).Split('/', 2);
        var suffix = s_units.GetValueOrDefault(parts[0], parts[0]);
        if (parts.Length == 2 && parts[1].Length > 0)
        {
            var per = "per_" + s_perUnits.GetValueOrDefault(parts[1], parts[1]);
            suffix = suffix.Length == 0 ? per : $"{suffix}_{per}";
        }

        return suffix.Length == 0 ? "" : Clean(suffix, allowColon: false).Trim('_');
    }

    /// <summary><c>{request}</c> names what is counted; it is no unit.</summary>
    private static string WithoutAnnotations(string unit)
    {
        var text = new StringBuilder();
        var depth = 0;
        foreach (var c in unit)
        {
            if (c == '{') depth++;
            else if (c == '}') depth--;
            else if (depth == 0) text.Append(c);
        }

        return text.ToString();
    }

    private static string Clean(string name, bool allowColon)
    {
        var text = new StringBuilder(name.Length + 1);
        foreach (var c in name)
        {
            var clean = char.IsAsciiLetterOrDigit(c) || (allowColon && c == ':') ? c : '_';
            if (clean == '_' && text.Length > 0 && text[^1] == '_') continue;
            text.Append(clean);
        }

        if (text.Length == 0 || char.IsAsciiDigit(text[0])) text.Insert(0, '_');
        return text.ToString();
    }
}
