using System.Collections.Frozen;

namespace Vitrine.Telemetry;

/// <summary>A known set that is replaced as a whole when configuration changes; readers never lock.</summary>
public sealed class KnownValues : IKnownValues
{
    private FrozenSet<string> _values;

    /// <summary>Starts with the given values, compared ordinally.</summary>
    public KnownValues(params IEnumerable<string> values) => _values = values.ToFrozenSet(StringComparer.Ordinal);

    /// <inheritdoc/>
    public bool Contains(string value) => Volatile.Read(ref _values).Contains(value);

    /// <summary>Replaces the whole set.</summary>
    public void Replace(IEnumerable<string> values) => Volatile.Write(ref _values, values.ToFrozenSet(StringComparer.Ordinal));
}
