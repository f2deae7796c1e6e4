using System.Reflection;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace Vitrine.Web.Pages;

/// <summary>
/// The files of the pages by path, as the client's build left them: each with a <c>.br</c> and a <c>.gz</c> beside it. They are resources of the
/// assembly, so that they are there however the program was started.
/// </summary>
internal sealed partial class AssetStore
{
    private const string ResourcePrefix = "wwwroot/";
    private const string Brotli = ".br";
    private const string Gzip = ".gz";

    private static readonly Lazy<AssetStore> s_embedded = new(static () => new AssetStore(ReadResources()));

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

    /// <param name="files">Names below the root, such as <c>index.html</c>, with their bytes. <c>index.html</c> is among them.</param>
    public AssetStore(IEnumerable<KeyValuePair<string, byte[]>> files)
    {
        var byName = files.ToDictionary(StringComparer.Ordinal);
        All = [.. byName.Keys.Where(name => !name.EndsWith(Brotli, StringComparison.Ordinal) && !name.EndsWith(Gzip, StringComparison.Ordinal)).Select(name => AssetOf(name, byName))];
        Index = All.Single(asset => asset.Path == "/index.html");
    }

    /// <summary>What the build put into this assembly: the client, or a page that says why there is none.</summary>
    public static AssetStore Embedded => s_embedded.Value;

    /// <summary>Every file, each once.</summary>
    public IReadOnlyList<Asset> All { get; }

    /// <summary>The first page.</summary>
    public Asset Index { get; }

    /// <summary>The paths that the pages are served at, the first page's among them.</summary>
    public IEnumerable<string> Paths => All.Select(asset => asset.Path).Append("/");

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

    private static IEnumerable<KeyValuePair<string, byte[]>> ReadResources()
    {
        var assembly = Assembly.GetExecutingAssembly();
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
