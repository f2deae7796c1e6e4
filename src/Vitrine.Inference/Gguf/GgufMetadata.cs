using System.Diagnostics.CodeAnalysis;

namespace Vitrine.Inference.Gguf;

/// <summary>
/// The key/value part of a GGUF file. Integers of every width are kept as <see cref="long"/> (a UInt64 above 2^63 is refused at open),
/// both float widths as <see cref="double"/>, arrays as <c>string[]</c>, <c>long[]</c>, <c>float[]</c> or <c>bool[]</c>. Immutable after open.
/// </summary>
public sealed class GgufMetadata
{
    private readonly Dictionary<string, object> _values;
    private readonly string _path;

    internal GgufMetadata(string path, Dictionary<string, object> values)
    {
        _path = path;
        _values = values;
    }

    /// <summary>Every key of the file, in no order.</summary>
    public IReadOnlyCollection<string> Keys => _values.Keys;

    /// <summary>Reads a value of type <typeparamref name="T"/>; false when the key is absent or has another type.</summary>
    public bool TryGet<T>(string key, [MaybeNullWhen(false)] out T value)
    {
        if (_values.TryGetValue(key, out object? found) && found is T typed)
        {
            value = typed;
            return true;
        }

        value = default;
        return false;
    }

    /// <summary>Reads a value, or <paramref name="otherwise"/> when the key is absent. A key of another type is an error, not a default.</summary>
    /// <exception cref="GgufFormatException">The key is there with another type.</exception>
    public T GetOr<T>(string key, T otherwise)
        where T : notnull => !_values.ContainsKey(key) ? otherwise : Get<T>(key);

    /// <summary>Reads a value that must be there.</summary>
    /// <exception cref="GgufFormatException">The key is absent or has another type.</exception>
    public T Get<T>(string key)
        where T : notnull
    {
        if (!_values.TryGetValue(key, out object? found))
            throw new GgufFormatException(_path, 0, $"metadata key '{key}' is missing");
        return found is T typed
            ? typed
            : throw new GgufFormatException(_path, 0, $"metadata key '{key}' should be {typeof(T).Name} but is {found.GetType().Name}");
    }

    /// <summary>Reads a whole number between <paramref name="min"/> and <paramref name="max"/>.</summary>
    /// <exception cref="GgufFormatException">The key is absent, no integer, or out of range.</exception>
    public int GetCount(string key, int min, int max) => Checked(key, Get<long>(key), min, max);

    /// <summary>Reads a whole number in a range, or <paramref name="otherwise"/> when the key is absent.</summary>
    /// <exception cref="GgufFormatException">The key is no integer, or out of range.</exception>
    public int GetCountOr(string key, int otherwise, int min, int max) => Checked(key, GetOr<long>(key, otherwise), min, max);

    private int Checked(string key, long value, int min, int max) => value >= min && value <= max
        ? (int)value
        : throw new GgufFormatException(_path, 0, $"metadata key '{key}' should be {min} to {max} but is {value}");
}
