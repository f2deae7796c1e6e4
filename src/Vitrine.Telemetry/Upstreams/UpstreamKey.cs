namespace Vitrine.Telemetry.Upstreams;

/// <summary>
/// The key that a role shows to another server, with requests and with polls. It is read from where a secret stands, never from a command
/// line or a document, and it has no text: neither dumps nor logs can show it.
/// </summary>
public sealed class UpstreamKey
{
    private UpstreamKey(string key) => Authorization = $"Bearer {key}";

    /// <summary>The value of the header <c>Authorization</c>.</summary>
    public string Authorization { get; }

    /// <summary>A key that is at hand.</summary>
    /// <exception cref="FormatException">It is none; the message does not repeat it.</exception>
    public static UpstreamKey Of(string key) => new(Checked(key.Trim(), "the setting"));

    /// <summary>The key in a variable of the environment.</summary>
    /// <exception cref="FormatException">There is none; the message names the variable.</exception>
    public static UpstreamKey FromVariable(string name) => new(
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? Checked(value.Trim(), $"the variable {name}") : throw new FormatException($"the variable {name} is not set."));

    /// <summary>The first key of a file, bare or behind a name as <c>--api-key-file</c> has them.</summary>
    /// <exception cref="FormatException">There is none; the message names the file.</exception>
    public static UpstreamKey FromFile(string path)
    {
        try
        {
            var line = File.ReadLines(path).Select(line => line.Trim()).FirstOrDefault(line => line.Length > 0 && line[0] != '#') ?? "";
            return new UpstreamKey(Checked(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is [_, var key] ? key : line, path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FormatException($"the key cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Nothing of the key.</summary>
    public override string ToString() => "(a key)";

    private static string Checked(string key, string place) =>
        key.Length > 0 && key.All(static letter => letter is > ' ' and <= '~') ? key : throw new FormatException($"{place} holds no key: one is a word of printable ASCII characters.");
}
