using System.Collections.Frozen;

namespace Vitrine.Telemetry.Hosting;

/// <summary>Paths, and with <c>/*</c> at the end everything below one. Additions while the application is put together replace the whole set; readers never lock.</summary>
internal class PathSet
{
    private const string Below = "/*";
    private FrozenSet<string> _exact = [];
    private string[] _prefixes = [];

    public PathSet(IEnumerable<string> paths) => Add([.. paths]);

    /// <summary>Adds paths.</summary>
    public void Add(params ReadOnlySpan<string> paths)
    {
        var exact = _exact.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var prefixes = _prefixes.ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var path in paths)
        {
            exact.Add(path.EndsWith(Below, StringComparison.Ordinal) ? path[..^Below.Length] : path);
            if (path.EndsWith(Below, StringComparison.Ordinal)) prefixes.Add(path[..^1]);
        }

        Volatile.Write(ref _prefixes, [.. prefixes]);
        Volatile.Write(ref _exact, exact.ToFrozenSet(StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>Whether this path is among them, whatever its case.</summary>
    public bool Contains(string path)
    {
        if (Volatile.Read(ref _exact).Contains(path)) return true;
        foreach (var prefix in Volatile.Read(ref _prefixes))
        {
            if (path.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) return true;
        }

        return false;
    }
}
