using System.Globalization;

namespace Vitrine.Telemetry;

/// <summary>The value of a fact, unboxed: text, or 64 bits that <see cref="Type"/> interprets.</summary>
public readonly struct FactValue : IEquatable<FactValue>
{
    internal FactValue(FactType type, string? text, long bits)
    {
        Type = type;
        Text = text;
        Bits = bits;
    }

    /// <summary>How the value is stored.</summary>
    public FactType Type { get; }

    /// <summary>The text, or null when the value is not text.</summary>
    public string? Text { get; }

    /// <summary>The raw 64 bits of a value that is not text.</summary>
    internal long Bits { get; }

    /// <summary>The value as a number: seconds for a duration, 0 or 1 for a flag, NaN for text.</summary>
    public double AsDouble() => Type switch
    {
        FactType.Integer => Bits,
        FactType.Real => BitConverter.Int64BitsToDouble(Bits),
        FactType.Flag => Bits,
        FactType.Duration => Bits / (double)TimeSpan.TicksPerSecond,
        _ => double.NaN,
    };

    /// <summary>The value as a duration; zero when it is none.</summary>
    public TimeSpan AsDuration() => Type == FactType.Duration ? new TimeSpan(Bits) : TimeSpan.Zero;

    /// <summary>True for an empty text, a zero and a false flag: what <c>omit: empty</c> leaves out.</summary>
    public bool IsEmpty => Type == FactType.Text ? string.IsNullOrEmpty(Text) : Type == FactType.Real ? AsDouble() == 0 : Bits == 0;

    /// <summary>The value as a label or attribute would show it, invariant culture.</summary>
    public override string ToString() => Type switch
    {
        FactType.Text => Text ?? "",
        FactType.Integer => Bits.ToString(CultureInfo.InvariantCulture),
        FactType.Flag => Bits != 0 ? "true" : "false",
        _ => AsDouble().ToString("R", CultureInfo.InvariantCulture),
    };

    /// <inheritdoc/>
    public bool Equals(FactValue other) => Bits == other.Bits && Type == other.Type && string.Equals(Text, other.Text, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is FactValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Type, Text, Bits);
}
