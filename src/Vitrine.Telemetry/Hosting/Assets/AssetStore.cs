using System.Reflection;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace Vitrine.Telemetry.Hosting.Assets;

/// <summary>
/// The files of a service's pages by path, as their build left them: each with a <c>.br</c> and a <c>.gz</c> beside it. They are resources of an
/// assembly, so that they are there however the program was started.
/// </summary>
public sealed partial class AssetStore
{
    private const string ResourcePrefix = "wwwroot/";
    private const string Brotli = ".br";
    private const string Gzip = ".gz";

    private static readonly Dictionary<string, string> s_contentTypes = new(StringComparer.OrdinalIgnoreCase)
    {
        [".html"] = "text/html; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".json"] = "application/json; charset=utf-8",
        [".svg"] = "image/svg+xml",
        [".png"] = "image/png",
        [".woff2"] = "font/woff2",
    };

    /// <summary>Takes files as they are.</summary>
    /// <param name="files">Names below the root, such as <c>index.html</c>, with their bytes. <c>index.html</c> is among them.</param>
    public AssetStore(IEnumerable<KeyValuePair<string, byte[]>> files)
    {
        var byName = files.ToDictionary(StringComparer.Ordinal);
        All = [.. byName.Keys.Where(name => !name.EndsWith(Brotli, StringComparison.Ordinal) && !name.EndsWith(Gzip, StringComparison.Ordinal)).Select(name => AssetOf(name, byName))];
        Index = All.Single(asset => asset.Path == "/index.html");
    }

    /// <summary>Every file, each once.</summary>
    public IReadOnlyList<Asset> All { get; }

    /// <summary>The first page.</summary>
    public Asset Index { get; }

    /// <summary>Whether the build made the pages: one without Node.js has a single file that says so.</summary>
    public bool IsBuilt => All.Count > 1;

    /// <summary>The paths that the pages are served at, the first page's among them.</summary>
    public IEnumerable<string> Paths => All.Select(asset => asset.Path).Append("/");

    /// <summary>The resources of an assembly below <c>wwwroot/</c>.</summary>
    public static AssetStore Embedded(Assembly assembly) => new(ReadResources(assembly));

    private static Asset AssetOf(string name, Dictionary<string, byte[]> files) => new(
        "/" + name,
        s_contentTypes.GetValueOrDefault(Path.GetExtension(name), "application/octet-stream"),
        $"\"{Convert.ToHexStringLower(SHA256.HashData(files[name]).AsSpan(0, 16))}\"",
        NameWithHash().IsMatch(name),
        files[name],
        SmallerOf(files, name, Brotli),
        SmallerOf(files, name, Gzip));

    private static byte[]? SmallerOf(Dictionary<string, byte[]> files, string name, string extension) =>
        files.TryGetValue(name + extension, out var compressed) && compressed.Length < files[name].Length ? compressed : null;

    private static IEnumerable<KeyValuePair<string, byte[]>> ReadResources(Assembly assembly)
    {
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(ResourcePrefix, StringComparison.Ordinal)))
        {
            using var resource = assembly.GetManifestResourceStream(name)!;
            var bytes = new byte[resource.Length];
            resource.ReadExactly(bytes);
            yield return new(name[ResourcePrefix.Length..], bytes);
        }
    }

    // esbuild's [name]-[hash]: eight characters of base32.
    [GeneratedRegex(@"-[A-Z0-9]{8}\.\w+$", RegexOptions.CultureInvariant)]
    private static partial Regex NameWithHash();
}
