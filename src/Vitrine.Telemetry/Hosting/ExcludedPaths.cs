using System.Collections.Frozen;

namespace Vitrine.Telemetry.Hosting;

/// <summary>The paths that open no scope. Additions while the application is put together replace the whole set; readers never lock.</summary>
internal sealed class ExcludedPaths
{
    private const string Below = "/*";
    private FrozenSet<string> _exact;
    private string[] _prefixes;

    public ExcludedPaths(VitrineOptions options)
    {
        (_exact, _prefixes) = ([], []);
        Add([.. options.Http.ExcludedPaths]);
    }

    /// <summary>Excludes more paths.</summary>
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

    /// <summary>Whether a request for this path opens no scope.</summary>
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
