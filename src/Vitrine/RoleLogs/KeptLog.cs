using System.Globalization;

namespace Vitrine.RoleLogs;

/// <summary>One kept log with its rotated predecessors: <c>model.log.2</c>, <c>model.log.1</c>, <c>model.log</c>, oldest first.</summary>
/// <param name="Path">The current file.</param>
internal sealed record KeptLog(string Path)
{
    /// <summary>The files that exist, oldest first.</summary>
    public IReadOnlyList<string> Files
    {
        get
        {
            var folder = System.IO.Path.GetDirectoryName(Path)!;
            if (!Directory.Exists(folder)) return [];
            var name = System.IO.Path.GetFileName(Path);
            return [.. Directory.EnumerateFiles(folder, $"{name}*").Where(file => AgeOf(file, name) is not null).OrderByDescending(file => AgeOf(file, name))];
        }
    }

    private static int? AgeOf(string file, string name)
    {
        var rest = System.IO.Path.GetFileName(file)[name.Length..];
        if (rest.Length == 0) return 0;
        return rest[0] == '.' && int.TryParse(rest.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var age) ? age : null;
    }
}
