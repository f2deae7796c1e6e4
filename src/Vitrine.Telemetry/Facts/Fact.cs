namespace Vitrine.Telemetry;

/// <summary>
/// One thing that can be known: a name of the vocabulary (OpenTelemetry attribute names first), a unit and who chose the value.
/// Metrics, log lines, spans and the debug page read facts and nothing else.
/// </summary>
/// <remarks>Facts are created once, as static readonly fields. Two facts may not share a name within one service.</remarks>
public abstract class Fact
{
    private static int s_created;

    private protected Fact(string name, FactType type, FactOrigin origin, string unit)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Name = name;
        Type = type;
        Origin = origin;
        Unit = unit;
        Id = Interlocked.Increment(ref s_created) - 1;
    }

    /// <summary>The name in the vocabulary, such as <c>gen_ai.request.model</c>.</summary>
    public string Name { get; }

    /// <summary>The unit in UCUM, such as <c>s</c>, <c>By</c> or <c>{token}</c>; empty for text.</summary>
    public string Unit { get; }

    /// <summary>Who chose the value.</summary>
    public FactOrigin Origin { get; }

    /// <summary>How the value is stored.</summary>
    public FactType Type { get; }

    /// <summary>Process-wide number of this fact, the index into a kind's slot table.</summary>
    internal int Id { get; }

    /// <summary>A text fact.</summary>
    public static Fact<string> Text(string name, FactOrigin origin = FactOrigin.Closed) => new(name, FactType.Text, origin, "");

    /// <summary>An integer fact with a UCUM unit.</summary>
    public static Fact<long> Integer(string name, string unit = "", FactOrigin origin = FactOrigin.Closed) => new(name, FactType.Integer, origin, unit);

    /// <summary>A real-valued fact with a UCUM unit.</summary>
    public static Fact<double> Real(string name, string unit = "") => new(name, FactType.Real, FactOrigin.Closed, unit);

    /// <summary>A boolean fact.</summary>
    public static Fact<bool> Flag(string name) => new(name, FactType.Flag, FactOrigin.Closed, "");

    /// <summary>A duration, read in seconds by metrics and in the format a log field asks for.</summary>
    public static Fact<TimeSpan> Duration(string name) => new(name, FactType.Duration, FactOrigin.Closed, "s");

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>A fact whose value is a <typeparamref name="T"/>: string, long, double, bool or TimeSpan.</summary>
public sealed class Fact<T> : Fact
{
    internal Fact(string name, FactType type, FactOrigin origin, string unit) : base(name, type, origin, unit)
    {
    }
}
