using System.Security.Cryptography;
using System.Text;

namespace Vitrine.Telemetry.Guards;

/// <summary>
/// Named keys of a listener. Only digests stay in memory, every one of them is compared, and each comparison takes the same time whatever
/// was presented.
/// </summary>
public sealed class ApiKeys
{
    private const int MinLength = 16;
    private const int DigestSize = SHA256.HashSizeInBytes;
    private readonly (string Name, byte[] Digest)[] _keys;

    /// <summary>Takes pairs of name and key. A name is what a refusal's log line and <c>vitrine.caller</c> show; the key never is.</summary>
    /// <exception cref="ArgumentException">There is no key, one is shorter than 16 characters, or a name appears twice.</exception>
    public ApiKeys(IEnumerable<KeyValuePair<string, string>> keys)
    {
        _keys = [.. keys.Select(pair => pair.Value.Length >= MinLength
            ? (pair.Key, Digest(pair.Value))
            : throw new ArgumentException($"The API key '{pair.Key}' is shorter than {MinLength} characters."))];
        if (_keys.Length == 0) throw new ArgumentException("There is no API key.");
        if (_keys.DistinctBy(key => key.Name, StringComparer.Ordinal).Count() != _keys.Length) throw new ArgumentException("Two API keys bear one name.");
    }

    /// <summary>Reads a file with one <c>name key</c> or bare key a line, which is then named <c>line-N</c>; empty lines and lines that begin with <c>#</c> are skipped.</summary>
    /// <exception cref="ArgumentException">A line is something else; the message names file and line, never the key.</exception>
    public static ApiKeys FromFile(string path) => new(ReadFile(path));

    /// <summary>The names and keys of such a file, in the clear, for those who present them.</summary>
    /// <exception cref="ArgumentException">As above.</exception>
    public static IReadOnlyList<KeyValuePair<string, string>> ReadFile(string path)
    {
        var keys = new List<KeyValuePair<string, string>>();
        var number = 0;
        foreach (var line in File.ReadLines(path).Select(line => line.Trim()))
        {
            number++;
            if (line.Length == 0 || line[0] == '#') continue;
            keys.Add(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) switch
            {
                [var key] => new($"line-{number}", key),
                [var name, var key] => new(name, key),
                _ => throw new ArgumentException($"{path}:{number}: expected 'name key', or a key alone."),
            });
        }

        return keys;
    }

    /// <summary>The name of the presented key, or null when nobody has it.</summary>
    public string? NameOf(ReadOnlySpan<char> presented)
    {
        if (presented.IsEmpty || presented.Length > 1024) return null;
        Span<byte> utf8 = stackalloc byte[1024 * 3];
        Span<byte> digest = stackalloc byte[DigestSize];
        SHA256.HashData(utf8[..Encoding.UTF8.GetBytes(presented, utf8)], digest);
        string? name = null;
        foreach (var key in _keys)
        {
            if (CryptographicOperations.FixedTimeEquals(key.Digest, digest)) name = key.Name;
        }

        return name;
    }

    private static byte[] Digest(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
