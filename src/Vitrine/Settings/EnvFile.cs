using System.Text.RegularExpressions;

namespace Vitrine.Settings;

/// <summary>
/// A file of variables for one role, as containers are given: <c>KEY=value</c> or <c>KEY: value</c> on a line, in quotes if wanted, with a comment
/// behind <c>#</c> after a space. Nothing in it is expanded.
/// </summary>
internal sealed partial class EnvFile
{
    private readonly Dictionary<string, (string Text, string Source)> _values = new(StringComparer.Ordinal);
    private readonly List<string> _errors = [];

    private EnvFile(string path, string name, IEnumerable<string> lines)
    {
        Folder = Path.GetDirectoryName(path)!;
        var number = 0;
        foreach (var line in lines) Take(line.Trim(), $"{name}:{++number}");
    }

    /// <summary>The folder that relative paths in it start from.</summary>
    public string Folder { get; }

    /// <summary>The values by name, each with <c>file:line</c> as its source.</summary>
    public IReadOnlyDictionary<string, (string Text, string Source)> Values => _values;

    /// <summary>Lines that are no variables, and names that appear twice. No value is repeated: it may be a secret.</summary>
    public IReadOnlyList<string> Errors => _errors;

    /// <summary>Reads a file.</summary>
    /// <param name="path">Its full path.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static EnvFile Read(string path, string name) => new(path, name, File.ReadLines(path));

    private void Take(string line, string source)
    {
        if (line.Length == 0 || line[0] == '#') return;
        if (Variable().Match(line) is not { Success: true } match)
        {
            _errors.Add($"{source}: expected KEY=value or KEY: value.");
            return;
        }

        var name = match.Groups["name"].Value;
        if (!_values.TryAdd(name, (match.Groups["value"].Value, source))) _errors.Add($"{source}: {name} stands here again, after {_values[name].Source}.");
    }

    [GeneratedRegex("""\A(export\s+)?(?<name>[A-Za-z_][A-Za-z0-9_]*)\s*(=|:(?=\s|\z))\s*("(?<value>[^"]*)"|'(?<value>[^']*)'|(?<value>(?!["']).*?))\s*((?<=\s)#.*)?\z""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Variable();
}
