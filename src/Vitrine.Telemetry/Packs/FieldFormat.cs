using Vitrine.Telemetry.Documents;

namespace Vitrine.Telemetry.Packs;

/// <summary>How a value is written in a log line.</summary>
internal enum FieldFormatKind
{
    /// <summary>By its type: text, number, true or false.</summary>
    Plain,

    /// <summary>A duration as whole milliseconds.</summary>
    Milliseconds,

    /// <summary>A duration as milliseconds with decimals.</summary>
    FractionalMilliseconds,

    /// <summary>A duration as seconds with decimals.</summary>
    Seconds,

    /// <summary>A duration as Go writes it: <c>1.234567s</c>.</summary>
    GoDuration,

    /// <summary>A time as RFC 3339 UTC with milliseconds.</summary>
    Rfc3339Milliseconds,

    /// <summary>A time as RFC 3339 UTC with nanoseconds.</summary>
    Rfc3339Nanoseconds,

    /// <summary>Whatever it is, as a text.</summary>
    Text,

    /// <summary>An address without the port behind it.</summary>
    Address,

    /// <summary>A text of names with commas between them, as a list of texts.</summary>
    Names,
}

/// <summary>A resolved format.</summary>
internal sealed record FieldFormat(FieldFormatKind Kind)
{
    private static readonly Dictionary<string, FieldFormatKind> s_names = new(StringComparer.Ordinal)
    {
        ["ms"] = FieldFormatKind.Milliseconds,
        ["ms_real"] = FieldFormatKind.FractionalMilliseconds,
        ["seconds"] = FieldFormatKind.Seconds,
        ["go_duration"] = FieldFormatKind.GoDuration,
        ["rfc3339_ms"] = FieldFormatKind.Rfc3339Milliseconds,
        ["rfc3339_ns"] = FieldFormatKind.Rfc3339Nanoseconds,
        ["text"] = FieldFormatKind.Text,
        ["address"] = FieldFormatKind.Address,
        ["names"] = FieldFormatKind.Names,
    };

    /// <summary>Whether a value of this type is written as a JSON number.</summary>
    public bool IsNumber(FactType type) => Kind switch
    {
        FieldFormatKind.Plain => type is FactType.Integer or FactType.Real or FactType.Duration,
        FieldFormatKind.Milliseconds or FieldFormatKind.FractionalMilliseconds or FieldFormatKind.Seconds => true,
        _ => false,
    };

    /// <summary>Reads a format's name; null chooses by type: durations in milliseconds, the rest plain.</summary>
    public static FieldFormat Parse(YamlMap at, string key, string? name, FactType type)
    {
        if (name is null) return new FieldFormat(type == FactType.Duration ? FieldFormatKind.Milliseconds : FieldFormatKind.Plain);
        if (s_names.TryGetValue(name, out var kind)) return new FieldFormat(kind);
        at.Error(key, $"there is no format '{name}'. {Nearest.Suggest(name, s_names.Keys)}");
        return new FieldFormat(FieldFormatKind.Plain);
    }
}
