using System.Globalization;

namespace Vitrine.Telemetry.Metrics.Meters;

/// <summary>
/// The measurements of an instrument that carry the same tag names in the same order, and their way to a series: open addressing over the
/// raw values, bounded, in front of a family with fixed labels.
/// </summary>
internal sealed class TagShape
{
    private readonly string[] _tags;
    private readonly int[] _tagOfLabel;
    private readonly SeriesCache _cache;

    /// <summary>A shape of these tags.</summary>
    /// <param name="tags">At most <see cref="LabelKeys.MaxLabels"/>.</param>
    /// <param name="familyOf">Finds or makes the family of these label names.</param>
    /// <param name="seriesLimit">The cache remembers twice as many.</param>
    public TagShape(ReadOnlySpan<KeyValuePair<string, object?>> tags, Func<string[], Family> familyOf, int seriesLimit)
    {
        _tags = new string[tags.Length];
        // Two tags may become one label (a.b and a_b); the last one stands, as in OpenTelemetry.
        var labels = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < tags.Length; i++)
        {
            _tags[i] = tags[i].Key;
            labels[PrometheusName.Label(tags[i].Key)] = i;
        }

        _tagOfLabel = [.. labels.Values];
        Family = familyOf([.. labels.Keys]);
        _cache = new SeriesCache(_tags.Length, seriesLimit * 2);
    }

    /// <summary>Where the series live; shapes that differ in order only share it.</summary>
    public Family Family { get; }

    /// <summary>Whether these tags have this shape.</summary>
    public bool Fits(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.Length != _tags.Length) return false;
        for (var i = 0; i < tags.Length; i++)
        {
            if (!string.Equals(tags[i].Key, _tags[i], StringComparison.Ordinal)) return false;
        }

        return true;
    }

    /// <summary>The series of these tags, made if needed.</summary>
    public Cell CellOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        LabelKeys keys = default;
        for (var i = 0; i < tags.Length; i++) keys[i] = KeyOf(tags[i].Value);
        return _cache.Find(ref keys, out var hash) ?? Make(ref keys, hash);
    }

    private static LabelKey KeyOf(object? value) => value switch
    {
        null => new LabelKey { Text = "" },
        string text => new LabelKey { Text = text },
        int number => new LabelKey { Bits = number },
        long number => new LabelKey { Bits = number },
        bool flag => new LabelKey { Text = flag ? "true" : "false" },
        _ => new LabelKey { Text = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "" },
    };

    private Cell Make(ref LabelKeys keys, uint hash)
    {
        var values = new string[_tagOfLabel.Length];
        for (var i = 0; i < values.Length; i++)
        {
            ref readonly var key = ref keys[_tagOfLabel[i]];
            values[i] = key.Text ?? key.Bits.ToString(CultureInfo.InvariantCulture);
        }

        var cell = Family.GetOrAdd(values);
        _cache.Add(ref keys, hash, cell);
        return cell;
    }
}
